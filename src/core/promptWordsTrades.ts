/** The vocabulary of each kind of work in English, in the form of `promptWords.ts`. */
export const tradeConcepts: Readonly<Record<string, string>> = {
	'holes and attackers':
		'wildcard*|cidr|open to the world|open to everyone|open to anyone|wide open|world readable|world-readable|' +
		'world writable|publicly|public internet|exposed to|on the internet|internet facing|internet-facing|dmz|' +
		'firewall*|security group*|ingress|egress|waf|vpn|bastion|jump host|port 22|ssh key*|ssh|private key*|' +
		'public key|keychain|keystore|key vault|vault|kms|hsm|key rotation|hardcoded|hard-coded|hardcoding|plaintext|' +
		'plain text|in clear text|in the clear|cleartext|base64|md5|sha1|des|3des|ecb|cbc|gcm|iv|nonce|nonces|' +
		'entropy|csprng|random token|predictable|guessable|guess|guesses|enumerate|enumerat*|sequential ids|' +
		"incrementing ids|id in the url|change the id|other users|other user's|another user|another user's|" +
		'other customers|other tenants|other tenant|someone else|somebody else|anyone with|anyone who|anybody|' +
		'outsider*|insider|thief|thieves|crook*|criminal*|fraud|fraudster*|scammer*|spammer*|bots|scrapers|cheat|' +
		'cheater*|cheating|bad actor*|adversar*|red team|blue team|bug bounty|bounty|hackerone|researcher|disclosure|' +
		'incident|breach*|data leak|leak|leaks|leaked|exfiltrat*|phish*|malware|ransomware|virus|trojan|backdoor*|' +
		'rootkit|payload|shellcode|buffer overrun|integer overflow|format string|path traversal|directory traversal|' +
		'zip slip|zip bomb|billion laughs|open redirect|redirect_uri|clickjack*|frame-ancestors|x-frame*|mitm|' +
		'man in the middle|man-in-the-middle|eavesdrop*|sniff*|downgrade|sslv3|self-signed|insecure*|innerhtml|' +
		'dangerouslysetinnerhtml|v-html|raw html|unescaped|user input|user-supplied|user supplied|user controlled|' +
		'user-controlled|string concatenation|concatenated|interpolat*|f-string|exec|subprocess|popen|eval|' +
		'unserialize|objectinputstream|setuid|suid|sudo|sudoers|root|as root|runs as root|privileged|hostpath|' +
		'capabilities|cap_sys*|seccomp|apparmor|selinux|chmod|777|umask|admin|admins|superuser|authn|authz|' +
		'authenticat*|authoriz*|authoris*|authorisation|login|logins|logged in|logged-in|log in|session|sessions|' +
		'session id|session fixation|samesite|httponly|secure flag|csrf token|same-origin|origin|origins|' +
		'access-control*|allow_origin|bearer|api key|api keys|apikey|access key|access keys|client secret|' +
		'service account*|refresh token|access token|id token|oidc|saml|sso|mfa|2fa|totp|otp|one-time|passkey*|' +
		'webauthn|lockout|lock out|rate limit*|throttl*|captcha|honeypot|password reset|reset link|reset token|' +
		'magic link|invite link|signed url|presigned|pre-signed|signature*|hmac|timing attack|constant time|' +
		'side channel|log4j|log4shell|heartbleed|lockfile|typosquat*|postinstall|sbom|slsa|cosign|signing|pinned|' +
		'unpinned|outdated dependency|outdated dependencies|known issues|advisory|advisories|nvd|compliance|' +
		'compliant|pci|pci dss|hipaa|soc 2|soc2|iso 27001|nist|asvs|audit trail|auditor*|gdpr|ccpa|privacy|personal|' +
		'patient*|medical records|card number*|credit card*|iban|ssn|pii|sensitive|confidential*|anonymi*|pseudonym*|' +
		'redact*|mask|masking|retention|right to be forgotten|consent|data protection|trust boundary|attack surface|' +
		'blast radius|defence in depth|defense in depth|zero trust|what could go wrong|what could happen|worst case|' +
		'worst thing|how bad|am i exposed|are we exposed|are we affected|am i affected|affected by|are we safe|' +
		'is it safe|is this safe|is that safe|how safe|safe enough|safe to expose|safe to store|safe to use|' +
		'safe to log|safe to commit|safe to publish|safe against|can i trust|can we trust|protect*|prevents|prevent|' +
		'stop someone|stops someone|stopping|keep out|lock down|locked down|close the hole|plug|hole|holes|loophole*|' +
		'weakness*|weak|weaker|strong enough|paranoid|misuse|misused|impersonat*|act as|acting as|pretend to be|' +
		'on behalf of|elevation|elevate|too broad|too wide|too permissive|permissive|overly|more than it needs|' +
		'needs to know|minimum rights|rights|privileges|grants|grant|policy|policies|acl|acls|bucket policy|' +
		'assume role|assumerole|cluster-admin|rbac|roles',
	'speed and size':
		'p50|p90|p95|p99|p999|percentile*|median|tail latency|response time*|response times|round trip*|roundtrip*|' +
		'rtt|ttfb|fcp|lcp|inp|cls|tti|web vitals|core web vitals|page speed|pagespeed|page load|load time*|' +
		'loading time*|initial load|first paint|first render|cold start*|cold starts|warm up|warmup|startup time|' +
		'start-up|boots in|compile time*|build time*|build times|build takes|ci takes|pipeline takes|takes so long|' +
		'takes 10|takes 20|takes 30|take so long|so long|too slow|so slow|very slow|painfully|slow query|' +
		'slow queries|slow as|crawls|crawling|grinds|snail|slideshow|choppy|stutters|stuttering|jerky|janky|hiccup*|' +
		'hogs|hogging|eats up|eating|burns|pegged|at 100|maxed|saturat*|idle|waiting on|waiting for io|io wait|' +
		'iowait|io bound|cpu bound|cpu-bound|memory bound|disk io|iops|context switch*|lock contention|contention|' +
		'contended|spinlock|false sharing|cache line*|cache hit*|cache-friendly|branch mispredict*|prefetch*|' +
		'inlining|inlined|jit|hot path|hot loop|hot function|hotspot|hotspots|inner loop|inner loops|loop runs|' +
		'times per|per frame|frame budget|frame time|frame rate|framerate|60 fps|60fps|30 fps|draw call*|overdraw|' +
		'fill rate|shader cost|texture size|polycount|lod|batching|batches of|instancing|culling|re-render*|' +
		'rerender*|re-renders|rerenders|renders too|memo|memoiz*|memois*|usememo|virtualiz*|virtualis*|windowing|' +
		'lazy load*|lazy-load*|code split*|tree shak*|tree-shak*|minif*|gzip|brotli|compress*|image size|image sizes|' +
		'webp|avif|cdn|edge cache|http cache|etag|max-age|keep-alive|keepalive|connection pool*|pool size|' +
		'pool exhaust*|prepared statement*|select in a loop|query per|queries per|one query|index only|index-only|' +
		'covering index|composite index|missing index|full table scan|table scan|seq scan|sequential scan|' +
		'nested loop|hash join|bitmap heap|explain analyze|explain plan|query plan*|query planner|execution plan|' +
		'planner|vacuum|bloat|analyze|autovacuum|work_mem|shared_buffers|materialized view|materialised view|' +
		'denormali*|partition pruning|heap dump*|heap size|heap snapshot*|retained|memory leak*|leaking memory|' +
		'memory grows|memory usage|rss|resident|resident memory|working set|garbage collect*|garbage|gc pauses|' +
		'stop the world|young gen|old gen|xmx|oom|oomkilled|oom killed|out of memory|gb of ram|mb of ram|gigabytes|' +
		'megabytes|footprint|binary size|apk size|image is|bundle is|mb bundle|kb|kilobytes|allocates|allocating|' +
		'allocation|allocations|allocs|boxing|copies|copying|zero-copy|zero copy|clone|clones|string concat*|' +
		'stringbuilder|preallocat*|arena|pooling|object pool|buffer size|buffering|streaming|chunked|chunks of|' +
		'parallel|parallelism|parallelize|multithread*|multi-threaded|single-threaded|single threaded|threads|' +
		'workers|goroutines|gil|asyncio|blocking|main thread|ui thread|event loop lag|event loop|worker threads|' +
		'web worker|offload*|simd|avx|neon|sse|vectorize|vectorized|numba|cython|gpu util*|gpu utilization|vram|' +
		'warp*|coalesc*|occupancy|tensor cores|mixed precision|fp16|quantiz*|quantis*|batch size|tokens per second|' +
		'throughput|rps|qps|tps|per second|ops per|scales linearly|linear|quadratic|exponential|big-o|asymptotic*|' +
		'algorithmic|perf top|perf record|pprof|py-spy|cprofile|async-profiler|jfr|vtune|instruments|dotmemory|' +
		'dottrace|benchmarkdotnet|criterion|jmh|hyperfine|k6|wrk|flame graph|flamegraph|trace shows|profiler says|' +
		'profiler shows|profile says|profile shows|battery|battery drain|drains|draining|wakeups|wake-ups|wakelock|' +
		'power consumption|duty cycle|sleep mode|energy|bill|cloud bill|aws bill|invoice doubled|costs us|cheaper|' +
		'halve|cut in half|in half|by half|faster than|slower than|as fast|how fast|how slow|fast enough|quicker|' +
		'quickest|quick enough|speedup|speed-up|tune|tuning|tuned|optimum|optimal|overhead|expensive|cheap|wasteful|' +
		"waste|wasted|unnecessary work|redundant work|keep up|can't keep up|backlog|lagging behind|lag behind|" +
		'consumer lag|falls behind|backpressure|back pressure|headroom|capacity|under load|heavy load|high load|peak|' +
		'peaks|spikes|spike|more than 10|within 100|under 100|under a second|below a second|sub-second|subsecond|' +
		'instantly|real time|real-time|realtime|deadline miss*|jitter|time budget|budget',
	'shape of systems':
		'monolith|modular monolith|micro frontend*|micro-frontend*|microfrontend*|soa|hexagonal|clean architecture|' +
		'onion|ports and adapters|layered|mvc|mvvm|mvi|redux or|flux|ecs|entity component|actor model|actors|' +
		'event bus|event store|event driven|domain event*|domain events|integration event*|choreography|' +
		'orchestration|orchestrat*|workflow engine|temporal|state chart|statechart|finite state|pipeline stages|' +
		'etl or|elt|batch or|streaming or|lambda architecture|kappa|data lake|data warehouse|lakehouse|data mesh|' +
		'star schema|snowflake|dimension*|fact table*|slowly changing|scd|normal form|normalis*|normaliz*|' +
		'third normal|one table|two tables|separate table*|separate tables|join table|single table|table per|' +
		'schema per|database per|db per|column or|json column|jsonb|eav|soft delete*|soft-delete*|temporal table*|' +
		'bitemporal|audit table|versioning|versioned|api version*|schema evolution|backward compat*|' +
		'backwards compat*|forward compat*|contract first|api first|public interface|anti-corruption|anticorruption|' +
		'acl layer|facade|strangler fig|branch by abstraction|cutover|cut over|big bang|dual write|dual writes|' +
		'double write|change data capture|cdc|debezium|replication|replica|replicas|read replica*|leader|' +
		'leader election|follower|primary|multi-region|multi region|active-active|active active|active-passive|' +
		'failover|disaster recovery|rto|rpo|high availability|single point of failure|spof|availability|durability|' +
		'consistency|consistent|eventual consistency|eventually consistent|strong consistency|strongly consistent|' +
		'cap theorem|quorum|consensus|raft|paxos|two-phase|two phase|2pc|distributed transaction*|exactly once|' +
		'exactly-once|at least once|at-least-once|ordering guarantee*|dead letter|retry policy|circuit breaker|' +
		'bulkhead|service mesh|sidecar|api gateway|load balancer|reverse proxy|service discovery|backend for|' +
		'edge functions|on-prem|on premise*|on-premise*|air-gapped|airgapped|hybrid cloud|multi-cloud|vendor lock-in|' +
		'lock-in|build vs buy|build or buy|buy or build|off the shelf|roll our own|rolling our own|in-house|' +
		'third party|saas|managed service|self-hosted|tech choice|technology choice|technology|technologies|' +
		'language choice|framework choice|which database|which db|what database|which queue|which framework|' +
		'which language|which pattern|what pattern|which approach|what approach|which layer|which service|' +
		'which module|which team|who owns|who should own|owns|ownership|own their|responsib*|concern of|concerns|' +
		'separation|separate|separated|coupling|coupled|loosely|cohesion|dependency direction|depend on|depends on|' +
		'dependencies between|cyclic|circular|shared library|shared code|shared kernel|shared db|shared database|' +
		'common package|one repo|one repository|monorepo|polyrepo|multi-repo|multirepo|folder structure|' +
		'directory structure|project structure|package structure|project layout|folder layout|module boundaries|' +
		'module structure|organise|organize|organised|organized|lay out|laid out|layout of|how to model|' +
		'how do i model|how would you model|model this|modelling|modeling|entity|entities|aggregate|aggregates|' +
		'value object*|bounded|context map|ubiquitous|ddd|domain|domains|subdomain|er diagram|erd|uml|c4|' +
		'sequence diagram|diagram|whiteboard|target architecture|target state|future proof|future-proof|long term|' +
		'long-term|in two years|in five years|evolve|evolves|evolving|grow|grows|growing|outgrew|outgrown|outgrow|' +
		'10x|100x|tenfold|roadmap|rollout plan|migration plan|step by step plan|phases|proposal|proposals|rfc|' +
		'tech radar|principles|guideline*|strategy|strategies|strategic|constraints|requirements|non-functional|slo|' +
		'sla|quality attributes|trade offs|tradeoff|drawback*|upside*|downside*|advantage*|disadvantage*|benefit*|' +
		'pro|con|cons|against it|in favour|in favor|lean towards|leaning towards|leaning|torn between|undecided|' +
		'on the fence|wondering whether|debating|debate|discussion in the team|team is split|argument in the team|' +
		'someone suggested|suggests|consultant|cto|architect|architects|staff engineer|tech lead wants|boss wants|' +
		'sensible|makes sense|make more sense|premature|yagni|kiss|too early to|how far|how granular|granularity|' +
		'how small|how big should|how many services|how many queues|one or two|one big|many small|per tenant|' +
		'per customer|per region|per service|per team|per user',
	'proof by tests':
		'vitest|jest|mocha|jasmine|karma|chai|sinon|cypress|playwright|puppeteer|selenium|webdriver|testing library|' +
		'testing-library|rtl|msw|nock|wiremock|mockito|mockk|junit|testng|assertj|spock|robolectric|espresso|xctest|' +
		'xcuitest|pytest|unittest|hypothesis|tox|doctest|monkeypatch|freezegun|factory_boy|factoryboy|rspec|minitest|' +
		'capybara|factory bot|phpunit|pest|behat|nunit|xunit|moq|nsubstitute|fluentassertions|specflow|go test|' +
		'testify|gomock|httptest|table tests|cargo test|proptest|quickcheck|rstest|mockall|gtest|googletest|gmock|' +
		'catch2|unity test|ceedling|cmocka|cppunit|exunit|eunit|hunit|hspec|scalatest|kotest|bats|shunit|pgtap|' +
		'dbt test*|great expectations|k6|jmeter|gatling|locust|artillery|pact|karate|postman|newman|robot framework|' +
		'cucumber|gherkin|bdd|given when then|feature file|step definition*|storybook test*|chromatic|percy|' +
		'visual regression|screenshot test*|screenshot tests|snapshot|snapshots|golden file*|golden master|' +
		'approval test*|characterisation test*|characterization test*|test double*|test doubles|test suite|' +
		'test suites|test run|test runs|test file|test files|test class|test classes|test cases|test coverage|' +
		'test pyramid|test strategy|test matrix|test environment|test harness|test bench|testbench|test vectors|' +
		'test fixtures|test data|test helper*|test container*|testing strategy|testing pyramid|unit testing|' +
		'integration testing|regression suite|acceptance test*|acceptance tests|system test*|end to end|' +
		'end-to-end test*|contract tests|soak test*|stress test*|load testing|chaos|canary test|smoke tests|' +
		'sanity tests|manual test*|test by hand|test protocol|before release checklist|uat|qa team|qa plan|' +
		'code coverage|branch coverage|line coverage|coverage report|mutation score|stryker|pitest|mutmut|' +
		'surviving mutant*|boundary value*|boundary values|boundary|equivalence class*|negative test*|negative tests|' +
		'positive and negative|error paths|error path|failure path*|sad paths|corner case*|corner cases|edge-case*|' +
		'nasty inputs|weird inputs|invalid inputs|property test*|property tests|property-based test*|invariant*|' +
		'round trip test|round-trip|fuzzing|fuzz target|seed corpus|deterministic|determinism|fake timers|fake clock|' +
		'fake server|mock server|in-memory db|in memory db|in-memory database|test db|test database|seeded|' +
		'setup and teardown|teardown|beforeeach|aftereach|beforeall|parametrize|parametrise|parameterized|' +
		'parameterised|table-driven|should throw|throws when|raises when|asserts|assertion*|expectation*|verify that|' +
		'verifies|make sure that|makes sure|ensure that|prove that|proves|pin down|pins|pin the|lock in|locks in|' +
		"guard against|never comes back|comes back again|doesn't come back|catch it next time|would have caught|" +
		'caught by|catches|exercise|exercises|exercised|exercising|simulate|simulates|pretend|dry run|' +
		'without hitting|without the network|without a network|no real|real database|real db|hermetic|isolated|' +
		'isolation|order dependent|order-dependent|random order|quarantine|retries|rerun|re-run|passes alone|' +
		'passes locally|fails in ci|green|goes red|turns red|reliable|stabilise|stabilize|stable',
	'better shape':
		'same behaviour|same behavior|no functional change*|no functional changes|behaviour preserving|' +
		'behavior preserving|behaviour-preserving|behavior-preserving|purely mechanical|mechanical|cosmetic|' +
		'code motion|god object|god class|big class|huge class|giant class|huge function|giant function|' +
		'long function|long functions|huge method|long method|lines long|line function|line method|line class|' +
		'line file|line component|line script|lines in one|in one file|one huge|one giant|one big function|too long|' +
		'too deep|deeply nested|nested ifs|nested if|if/else|if else|else if|switch statement|big switch|huge switch|' +
		'giant switch|flag argument*|boolean parameter*|boolean flags|bool parameter|long parameter list|' +
		'parameters into|parameter object|feature envy|shotgun surgery|primitive obsession|data clump*|' +
		'message chain*|inappropriate intimacy|leaky abstraction|copy and paste|copy-pasted|copypasted|copy pasted|' +
		'copypaste|pasted three|three times|four times|five times|near-identical|nearly identical|almost identical|' +
		'almost the same|almost identical functions|twice in|same in both|both do|both classes|both functions|dry|' +
		'dry up|wet|boilerplate|ceremony|verbose|noisy|clutter*|ugly|messy|mess|hairy|gnarly|convoluted|unwieldy|' +
		'unreadable|hard to read|hard to follow|hard to change|hard to test|spaghetti|big ball|legacy|old style|' +
		'old-style|old school|ancient|crufty|cruft|hacky|kludge|workaround*|temporary|commented-out|commented out|' +
		'dead branch*|dead code|unused|unreachable|leftover*|obsolete|deprecated|no longer needed|not needed anymore|' +
		'nobody uses|nobody calls|globals|global state|global variable*|global variables|static state|singletons|' +
		'mutable state|mutation|side effects|side effect|pure function*|pure functions|immutable|immutability|' +
		'final fields|readonly|const correct*|early returns|guard clause|guard clauses|lookup table|lookup map|' +
		'map instead|table instead|strategy pattern|visitor|visitor pattern|state pattern|command pattern|factory|' +
		'builder pattern|builder|template method|decorator pattern|dependency inversion|inject the|injected|' +
		'injection instead|constructor injection|interface for|behind an interface|behind a|seam|seams|introduce a|' +
		'introduce parameter|extract method|extract class|extract function|extract the|extract into|extracted|' +
		'pull up|push down|move method|hoist*|inline the|inlined|rename to|renamed|better names|better name|naming|' +
		'names are|misnamed|misleading name*|hungarian|camelcase|camel case|snake_case|snake case|pascalcase|kebab|' +
		'consistent naming|consistent style|consistently|named constants|named constant|magic number|magic string*|' +
		'magic strings|magic values|enum instead|enums instead|union type*|discriminated union*|sealed class*|sealed|' +
		'record instead|records|dataclass*|data class*|struct instead|tuple instead|typed instead|instead of any|' +
		'any types|no more any|remove any|get rid of any|proper types|strict mode|strict null*|strictnullchecks|' +
		'type hints|type annotations|optional chaining|nullish|destructur*|spread operator|arrow functions|' +
		'template literals|f-strings|list comprehension*|comprehensions|generator expression*|streams instead|' +
		'stream api|linq|pattern matching|match expression|switch expression*|let else|question mark operator|' +
		'unwrap*|unwraps|callbacks|callback hell|promises|promise chain*|then chain*|to async|to coroutines|' +
		'coroutines|to hooks|class components|class component|functional component*|function components|' +
		'composition api|options api|script setup|signals|standalone components|to kotlin|to typescript|js to ts|' +
		'commonjs|require to|to esm|es modules|jquery|moment|lodash|to records|to dataclass*|smart pointers|raii|' +
		'unique_ptr|range-based|range for|iterators instead|modern java|modern syntax|modern python|modernisation|' +
		'modernization|upgrade the syntax|idioms|idiomatic*|pythonic|rubyish|rusty|split this|split it|split into|' +
		'split the|break this|break it|break down into|break into|cut into|cut up|cut this|carve|carve out|chop up|' +
		'tear apart|pull apart|take apart|separate the|separate concerns|separate files|separate file|own file|' +
		'its own file|own module|own class|own hook|own package|own folder|smaller pieces|smaller functions|' +
		'smaller methods|smaller components|small functions|bite-sized|reuse|reusable*|shared helper|common helper|' +
		'common base|base class|one place|single place|in one place|one source|centralise|centralize|unify*|unified|' +
		'harmonis*|harmoniz*|reduce duplication|remove duplication|less duplication|reduce nesting|less nesting|' +
		'shorter|condense|compact|simpler|cleaner|nicer|tidier|neater|leaner|slim down|slimmer|thin out|thinner|' +
		'flatter|straighten|straightforward|polish|spruce|sort out|sort the|reorder|regroup|rearrange|move into|' +
		'move out|move to|moved|relocate|replace with|replace all|replace the|everywhere by|everywhere with|swap for|' +
		'switch from|switch over|change all|convert all|convert this|convert the|convert to|turn these|turn it into|' +
		'make it a|make this a|rewrite with|rewrite using|rewritten|express as|express this|api stays|' +
		'interface stays|signature stays|urls stay|names stay|columns stay|output stays|tests stay|tests must|' +
		'stays green|stay green|keep tests|keep the api|keep the public|keep the interface|nothing else|' +
		"only the structure|without touching|without breaking|don't change behaviour|don't change the",
	'words for readers':
		'write the docs|write docs|doc string*|doc strings|doc block|docblocks|doc page|doc pages|docs page|' +
		'docs site|docs for|doc for|doc comments|inline comments|code comments|comment this|comment the|' +
		'comment every|comment each|comment block|block comment|header comment|file header|license header|' +
		'comments to|comments explaining|comments in|why comments|xml comments|summary tags|javadocs|dokka|mkdocs|' +
		'docusaurus|vitepress|hugo|asciidoc|rst|restructuredtext|readthedocs|docfx|swagger annotations|api docs|' +
		'api doc|api documentation|api reference|reference page|reference docs|reference manual|' +
		'endpoint description*|field description*|describe every|describe each|describe the|describe all|' +
		'describe what each|parameter table|table of|options table|env vars table|environment variables table|' +
		'list all env|config reference|configuration reference|cli reference|help output|usage text|usage message|' +
		'man-page|manpage|example section|examples section|install section|installation section|' +
		'installation instructions|install instructions|setup instructions|setup guide|set-up guide|' +
		'build instructions|getting-started|quick-start|first steps|new contributors|newcomer*|newcomers|new joiner*|' +
		'new joiners|new hires|new hire|new colleagues|new devs|new people|beginners|end users|end user|' +
		'non-technical|nontechnical|non-developers|customers read|partners|integrators|operators|on-call|on call|' +
		'oncall|support team|support people|sales|marketing|legal|management|stakeholder*|translators|audience|' +
		'readers|reader|prose|chapter|chapters|section|sections|heading*|headings|intro|introduction|overview page|' +
		'overview|landing text|blurb|tagline|teaser|announcement|announce|blog post|blog article|article|' +
		'newsletter text|mail to|email to|message to|slack message|status update|status page|incident report|' +
		'post mortem|postmortem|timeline of|lessons learned|retrospective|meeting notes|minutes|protocol|' +
		'decision record|decision records|adr text|rationale|write down why|write down how|write down what|' +
		'write it down|write that down|write this down|write up|write-up|put into words|put in words|put it in words|' +
		"in words|in writing|note that|notes for|notes on|release note|release-notes|what's new|whats new|change log|" +
		'changelog entry|changelog entries|keep a changelog|unreleased|breaking changes section|breaking changes|' +
		'migration notes|migration guide|upgrade notes|upgrade guide|deprecation notice|deprecation note|commit text|' +
		'commit body|commit messages|commit title|squash message|pr text|pr title|pr template|pr body|mr description|' +
		'issue template|bug template|bug report template|ticket text|ticket description|user guide|user manual|' +
		'admin guide|operator guide|operations manual|ops manual|playbook for|runbooks|procedure|procedures|' +
		'step-by-step|step by step instructions|checklist for|cheat-sheet|glossary of|glossary|terms|faq entry|faqs|' +
		'knowledge base|kb article|help center|help page|help article|confluence|notion|wiki page|wiki article|' +
		'contributing guide|code of conduct|markdown|mermaid|diagram for the docs|ascii diagram|figure|screenshots|' +
		'screenshot placeholder|caption*|alt text|data dictionary|column descriptions|schema description*|' +
		'comment on column|comment on table|dbt descriptions|catalog entry|model card|dataset card|legend|wording|' +
		'reword|rewording|rephrase|phrasing|proofread*|typos in|spelling|spellcheck|grammar|tone|friendlier|' +
		'plain language|plain english|simple english|shorter sentences|bullet points|bullets|concise|translate the|' +
		'translate to|translate into|translation of|in german|in french|in spanish|localised text|up to date|' +
		'up-to-date|out of date|out-of-date|outdated|stale docs|lies|is lying|contradicts|undocumented|' +
		'nothing documented|poorly documented|not documented|no docs|no documentation|no readme|empty readme|' +
		'self-explanatory|nobody knows|nobody understands|bus factor|handover|hand over|hand-over|knowledge transfer|' +
		"leaving the company|last day|i'm leaving|next developer|next person|future me|future maintainers|" +
		'maintainers|units|preconditions|postconditions|invariants in|contract of|behaviour of each|purpose of each|' +
		'meaning of each|what each|one sentence|one line each|one-liner per|per function|per method|per parameter|' +
		'per field|per flag|per endpoint|per command|public functions|public methods|exported functions|' +
		'public symbols|every public|all public|all exported',
};
