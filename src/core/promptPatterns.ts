/** Turns of phrase that say what is asked although none of their words does. Each is a feature; what it means is learned. */
const patterns: readonly (readonly [name: string, form: RegExp])[] = [
	[
		'who could',
		/\b(?:can|could|would|might) (?:a |an |the )?(?:some(?:one|body)|any(?:one|body)|stranger|strangers|user|users|visitor|visitors|logged\S* \w+|attacker|customer|customers|guest|player|client|other \w+|bad guy|they|people)\b/,
	],
	['what could they do', /\bwhat (?:can|could|would|might|does) .{0,40}\b(?:do|get|see|read|reach|gives?|worst)\b/],
	[
		'how bad',
		/\b(?:how bad|exposure|paranoid|hole|holes|loophole|guess(?:ed|able)?|call home|cheat|worry|worried|worrying|harmless|plain ?text|plaintext|in the clear|leak(?:s|ed|ing)?|shut it|close it|lock down|lock it down|surface|blast radius|who else|impersonat\w*|cve-\d+|anonymous|world.readable|public(?:ly)? (?:reachable|readable|accessible))\b/,
	],
	[
		'sensitive',
		/\b(?:api keys?|keys?|card numbers?|patient|bank details|personal|certificates?|tls|ssl|oauth|login|logins|session id|signed|signature|admin|root|sudo\w*|setuid|chmod|shell=true|exec|nonce|id_rsa|\.env|firewall|vpn|md5|sha1|aes|ecb|crypto|bcrypt)\b/,
	],
	['a or b', /\w or (?:just |rather |simply )?\w[^.\n]{0,60}\?|,[^.?\n]{2,50},? or [^.?\n]{2,60}\?|\bvs\.?\s/],
	['a or b elsewhere', /\b(?:oder|ou|или|o)\b[^.\n]{2,60}\?/],
	[
		'or eastern',
		/还是.{1,40}[?？吗好]|(?:か、|か).{1,40}(?:か。|か？|どちら)|(?:할지|일지|까요|나요|을까|를까).{0,10}(?:고민|$)|것과 .{2,40}(?:중|것)/u,
	],
	[
		'should',
		/\b(?:should (?:we|i|it|this|they)|do we need|do i need|can i get away|is it worth|what'?s the right|what is the right|where (?:should|do|does|would|to)|who owns|how many .{0,20}(?:services|contexts|modules)|how (?:would|should) (?:you|we|i|one)|which (?:one|way)|proposal|sketch|plan for|target picture|i'd like a proposal)\b/,
	],
	['opens with tool', /^(?:[\w.+#-]+ ?){1,3}: /],
	[
		'need',
		/\b(?:need|want|gimme|give me|make me|i'?d like|looking for|would like|produce|knock up|whip up|spit out|come up with)\b/,
	],
	[
		'imperative write',
		/(?:^|[.!?\n]\s*|please |pls |can you |could you |kindly )(?:write|create|build|implement|generate|make|add|code|develop|produce|draw|render|scaffold|set up|put together|port|extend|provide|hide|show|parse|print|convert|compute|simulate)\b/,
	],
	[
		'imperative change',
		/(?:^|[.!?\n]\s*|please |pls |can you |could you |kindly )(?:refactor|rename|extract|split|move|inline|merge|replace|remove|drop|clean|tidy|simplify|flatten|convert|turn|switch|swap|migrate|rewrite|restructure|untangle|pull|break|get rid|use|group|sort|reorder|collapse|unify|dedupe)\b/,
	],
	[
		'imperative judge',
		/(?:^|[.!?\n]\s*|please |pls |can you |could you |kindly )(?:review|check|judge|look|go through|go over|have a look|take a look|eyeball|compare|rate|rank|verify|audit|inspect|scan|assess|critique|criti\w+|nitpick|spot|find|list)\b/,
	],
	[
		'imperative tell',
		/(?:^|[.!?\n]\s*|please |pls |can you |could you |kindly )(?:explain|describe|tell me|walk me|decode|translate|teach|show me how|help me (?:understand|read)|break down|go through .{0,40} with me|put .{0,20} in words)\b/,
	],
	[
		'imperative words',
		/(?:^|[.!?\n]\s*|please |pls |can you |could you |kindly )(?:document|describe|comment|annotate|translate|reword|update|draft|summari[sz]e|record|turn|fill in|write (?:down|up))\b/,
	],
	[
		'imperative speed',
		/(?:^|[.!?\n]\s*|please |pls |can you |could you |kindly )(?:optimi[sz]e|speed|profile|cut|reduce|shrink|shave|vectori[sz]e|parallelise|cache|make (?:it|this) (?:fast|faster|quick)|get (?:it|this|me) (?:down|under|below))\b/,
	],
	[
		'imperative prove',
		/(?:^|[.!?\n]\s*|please |pls |can you |could you |kindly )(?:test|cover|mock|stub|fake|assert|exercise|fuzz|prove|reproduce|pin|kill)\b/,
	],
	[
		'why',
		/(?:^|[.!?\n,]\s*|and |but )(?:why|how come|wie?so|warum|pourquoi|por ?qu[eéê]|почему|what the|wtf)\b|为什么|为啥|なぜ|どうして|왜/u,
	],
	[
		'why does it not',
		/\bwhy (?:is|are|does|do|did|isn't|doesn't|don't|won't|would|am) (?:my|this|it|the|i|that|there|we)\b|\bany (?:idea|clue)/,
	],
	[
		'my',
		/\b(?:my|our|mine|mon|ma|mes|notre|mein\w*|unser\w*|mi|mis|nuestr\w+|meu|minha|nosso|nossa|мой|моя|мои|наш\w*)\b/,
	],
	[
		'contrary',
		/\b(?:but|yet|though|although|still|even though|however|instead|while|aber|trotzdem|mais|pourtant|pero|aunque|mas|porém|но|хотя|однако)\b|但|却|可是|のに|けど|ですが|는데|지만|인데/u,
	],
	[
		'fine elsewhere',
		/\b(?:works?|fine|ok|okay|good|looks fine|perfect(?:ly)?|normal) (?:on|in|for|with|locally|from|everywhere|elsewhere|without|at|when|until|here)\b|\bonly (?:on|in|when|for|if|after|with|happens|under)\b|\b(?:just|only) when\b/,
	],
	[
		'gives wrong',
		/\b(?:gives?|gets?|got|returns?|prints?|shows?|says|said|throws?|reports?|complains?|ends up|becomes?|comes out|turns? into|jumps?|flickers?|reboots?|resets?|restarts?|ignores?|skips?|drops?|loses?|falls?|refuses?|rejects?|matches too|keeps?|always|never|twice|three times|nowhere|stuck|corrupt\w*|off by)\b/,
	],
	[
		'error text',
		/\b(?:[a-z]+error|[a-z]+exception|ora-\d+|exit (?:code|status) \d+|errno|err_\w+|e\d{4}|core dumped|signal \d+|status \d{3}|got \w+, expected|cannot \w+|can't \w+|unable to|no such|not found|undefined reference|is not (?:a|an|defined|assignable|callable|iterable))\b/,
	],
	[
		'takes time',
		/\b(?:takes?|taking|took|needs?|for|in|after|dauert|braucht|met|prend|tarda|demora|leva|занимает)\s+(?:about |around |almost |~|over |up to |fast |über |plus de |más de |mais de |uns? |около |до )?\d[\d.,:]*\s?\p{L}+/u,
	],
	[
		'from to',
		/\b(?:from|under|below|to|within|down to|unter|sous|en menos de|abaixo de|до)\s+~?\d+(?:[.,]\d+)?\s?(?:ms|s|sec\w*|min\w*|mb|gb|kb|k|%|h|сек\w*|мин\w*)\b/u,
	],
	[
		'what does it mean',
		/\bwhat(?:'s| is| are| does| do|s) (?:the )?(?:difference|point|purpose|meaning|deal|use|idea|\W?\w+\W? (?:mean|do|for|doing))\b|\bhow (?:does|do|is|are|can|did|on earth|come|exactly)\b|\bwhat happens\b|\bwhat am i looking at\b/,
	],
	[
		'not asking',
		/\b(?:don'?t|do not|no need to|not asking|i'?m not|without) (?:\w+ ){0,3}(?:fix|change|changing|touch|touching|rewrite|edit|modify|tune|code|refactor|tests?|style|editing|altering)\b/,
	],
	[
		'behaviour stays',
		/\b(?:same|exact(?:ly)?|identical|unchanged|as (?:they|it) (?:is|are|does|do)|no(?:thing)? (?:else )?(?:changes?|behaviou?r)|keep(?:s|ing)?|w\/o altering|without (?:altering|changing|breaking))\b/,
	],
	[
		'reads like',
		/\b(?:reads? better|easier to read|something a person|named? pieces|one file per|out of the|into (?:its own|one|a|separate|smaller)|everywhere|across|instead of|in place of|hack|no longer|hell|staircase|pyramid|boilerplate|repetiti\w+|same (?:\w+ )?(?:lines|code|block|thing)|in (?:three|four|five|six|\d+) (?:places|files|screens))\b/,
	],
	[
		'safety net',
		/\b(?:regression|safety net|never (?:again|come back|ever)|make sure|verify that|verification|stays? green|red in ci|reproduc\w+ (?:it|the|#)|surviv\w+|mutants?|gate|expected results?|preconditions?|smoke|drill|load test|exercised|edge cases|green|sleep for real|fake clock|deterministic\w*|no network|without network)\b/,
	],
	[
		'for readers',
		/\b(?:for (?:users|customers|newcomers|new (?:devs|people|hires)|the next|future me|the team|our partners|support)|what each|per (?:field|flag|parameter)|one-line|next person|words|notes?|entries|audience|units|who reads|nobody (?:knows|remembers)|out of date|outdated|hover text|@return|@param|roxygen|mdn|descriptions?|headings?|bullet points?|table of)\b/,
	],
	[
		'verdict',
		/\b(?:lgtm|yay or nay|thumbs up|kosher|read to|raise eyebrows|moan about|as a reviewer|like a (?:senior|reviewer)|rustacean|spot (?:the|any)|correct\?|right\?|ok\?|okay\?|okay or not|or not\?|any good|objections|red flags|stand out|remark|severity|block(?:er|ing)|would you (?:merge|accept|approve|ship|sign|let)|does it (?:do|cover|handle|meet)|did (?:i|we|he|she|they) (?:miss|forget|break)|second look|holds? up|claim)\b/,
	],
];

/** Amounts and names of files, which tell a slow thing from a large one. */
const measures: readonly (readonly [form: RegExp, name: string])[] = [
	[
		/\d\s?(?:ms|µs|us|s|sec|secs|seconds?|min|mins|minutes?|h|hours?|秒|分|分钟|小时|時間|초|분|시간|мс|сек|мин|с|seg)(?![\p{L}])/u,
		'duration',
	],
	[/\d\s?(?:kb|mb|gb|tb|kib|mib|gib|гб|мб|кб|go|mo)(?![\p{L}])/u, 'size'],
	[/\d\s?(?:fps|rps|qps|tps|req\/s|rpm)|p9[059]/u, 'rate'],
	[/\d\s?%/u, 'percent'],
	[
		/\d[\d.,]*\s?(?:k|m|mio|million\w*|millones|milhões|mln|млн|тыс|тысяч|万|만|百万|rows|lines|zeilen|lignes|filas|linhas|строк|行|件|줄|건|개)(?![\p{L}])/u,
		'count',
	],
	[
		/(?:\w\/|\.)[\w-]*\.(?:ts|tsx|js|py|go|rs|java|kt|cs|cpp|c|h|rb|php|swift|sql|ya?ml|tf|sh|vue)\b|\b\w+\.(?:ts|tsx|js|py|go|rs|java|kt|cs|cpp|rb|php|swift|sql|ya?ml|tf|sh|vue)\b/u,
		'file',
	],
	[/\.md\b/u, 'markdown'],
	[/(?:->|→|=>)/u, 'arrow'],
];

/** The names of the patterns and measures that a text in lower case holds. */
export function patternsOf(prose: string): string[] {
	const phrased = patterns.filter(([, form]) => form.test(prose)).map(([name]) => name);
	return [...phrased, ...measures.filter(([form]) => form.test(prose)).map(([, name]) => name)];
}
