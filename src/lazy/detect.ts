export { findLocalServers } from '../providers/detect.ts';
