/**
 * Finer meanings of English words, in the form of `promptWords.ts`: what a program does wrong, since when, what is wanted
 * instead. They let a word that no example holds count like its neighbours.
 */
export const englishConcepts: Readonly<Record<string, string>> = {
	misbehaves:
		'falls through|falls off|falls over|jumps|jumping|sticks|flickers|flickering|drifts|drifting|overlaps|' +
		'overlapping|clips|teleports|vanishes|resets|reverts|drops out|loses|skips|ignores|ignored|ignoring|refuses|' +
		'rejects|rejected|stalls|spins|spinning|blinks|blinking|shifts|shifted|wraps around|truncates|truncated|' +
		'rounds|bounces|swallows|swallowed|swallowing|corrupts|corrupted|garbles|garbled|mangles|mangled|explodes|' +
		'blows up|blew up|dies|died|dying|quits|exits|bails|gives up|chokes|trips|misses|missed|duplicates|' +
		'scrolls back|goes blank|goes black|turns black|turns red|lights up|goes negative|goes missing|goes away|' +
		'goes wrong|goes out twice|sent twice|fires twice|runs twice|called twice|rendered twice|charged twice|' +
		'shows up twice|appears twice|never fires|never called|never reached|never arrives|never ends|never returns|' +
		'never finishes|never gets|never runs|never updates|never stops|never shows|never happens|not called|' +
		'not found|not shown|not updated|not saved|not updating|not showing|not rendering|not loading|not sent|' +
		'not firing|not triggered|not picked up|not applied|not reached|not responding|reboots|restarting|crashloop*|' +
		'crash loop|reconnects|disconnects|disconnected|desync*|out of sync|gets lost|get lost|gets stuck|got stuck|' +
		'gets cut|cut off|gets ignored|gets overwritten|overwritten|overwrites|leaks into|bleeds into|stops working|' +
		'stopped working|stops responding|no longer works|no longer loads|no longer shows|no longer gets|' +
		"does not work|does not load|does not show|does not start|does not compile|does not build|doesn't start|" +
		"doesn't load|doesn't show|doesn't update|doesn't compile|doesn't build|doesn't fire|doesn't save|" +
		"doesn't match|doesn't move|doesn't stop|doesn't reach|doesn't find|doesn't see|doesn't react|doesn't return|" +
		"doesn't end|won't start|won't load|won't compile|won't build|won't open|won't close|won't connect|" +
		"won't boot|won't go away|won't show|won't stop|can't connect|can't find|can't log in|can't open|" +
		"can't reproduce|can't build|can't start|can't reach|can't see|cannot find|cannot read|cannot connect|" +
		"cannot open|cannot resolve|could not|couldn't|unable to|failed to|fails to|fails with|failing with|" +
		'failed with|exits with|exited with|dies with|crashes with|comes back|come back|came back|comes out|ends up|' +
		'end up|ended up|turns into|becomes|complains|complaining|whines|yells|screams|barks|nags|claims|insists|' +
		'thinks',
	'wrong state':
		'upside down|mirrored|blank|blurry|pixelated|stale|off by|one day|a day early|a day late|one hour off|' +
		'an hour off|an hour early|an hour late|hour too|day too|twice|doubled|double|negative|nan|wrong|incorrect*|' +
		'inconsistent*|mixed up|mixed|out of order|wrong order|reversed|swapped|inverted|too many|too few|too much|' +
		'too big|too small|too early|too late|too high|too low|too far|higher than|lower than|less than it|' +
		'more than it|one less|one more|one too|zero|zeros|always zero|always null|always empty|always false|' +
		'always true|always 0|always the|instead of|nothing|no data|no rows|no results|no output|no response|' +
		'no reply|no error|no errors|no trace|without error|without any error|silently|quietly|out of nowhere|' +
		'out of the blue|for no reason|no reason|at random|random|randomly|now and then|once in a while|occasionally|' +
		'from time to time|every other|half of the|some of the|only the first|only the last|only half|only one|' +
		"first one|last one|the last row|previous value|old value|old values|yesterday's|garbage|gibberish|" +
		'question marks|weird characters|mojibake|umlauts|emoji|unchanged|greyed out|grayed out|disabled|' +
		'unresponsive|dead|frozen|black screen|blue screen|white page|empty page|red squiggl*|squiggles|ghost|' +
		'phantom|orphan*',
	'since when':
		'since yesterday|since last|since this|since monday|since tuesday|since wednesday|since thursday|' +
		'since friday|since we|since i|since the|since upgrading|since updating|since moving|since switching|' +
		'since merging|after upgrading|after updating|after moving|after switching|after the update|' +
		'after the upgrade|after a restart|after restart|after reboot|after sleep|after login|after logout|' +
		'after merging|after deploy|after the deploy|after deploying|after a while|after some time|after an hour|' +
		'after about|after exactly|until i|until we|until last|until yesterday|worked until|worked before|' +
		'worked fine|was fine|were fine|used to|all week|this morning|last night|overnight|at midnight|on weekends|' +
		'on mondays|the first time|the second time|second time|first time|each time|every time|only sometimes|' +
		'works if|works when|works in|works on|works with|works without|works for|fine in|fine on|fine with|' +
		'fine without|fine when|fine locally|fine until|ok in|ok on|same code|same query|same file|same input|' +
		'same config|same version|same machine|another machine|other machine|my laptop|my mac|my machine|' +
		"colleague's machine|in docker|in the container|inside docker|behind nginx|behind the proxy|in safari|" +
		'in firefox|on safari|on ios|on android|on windows|on linux|on arm|on the server|on the device|in release|' +
		'release build|debug build|in incognito|dst|daylight saving*|leap year|timezone*|time zone|utc',
	tried:
		"i tried|tried|already tried|have tried|no luck|no success|nothing helps|didn't help|doesn't help|" +
		'does not help|no difference|makes no difference|same result|restarted|reinstalled|rebooted|' +
		"cleared the cache|clearing the cache|checked twice|double checked|double-checked|i checked|i swear|i'm sure|" +
		'pretty sure|going crazy|going mad|going nuts|losing my mind|losing it|pulling my hair|banging my head|' +
		"help me|please help|what am i doing wrong|what did i do wrong|what's wrong|whats wrong|what is wrong|" +
		"what's happening|what happened|what could cause|what causes|what can cause|what might cause|" +
		'what would cause|where does it come from|where do they come from|where does that come from|where did|' +
		'how can that be|how can this|how is that possible|how is this possible|how can it|how come|makes no sense|' +
		'impossible|mystery|mysterious*|find the mistake|find the bug|find the error|find the problem|spot the bug|' +
		'spot the mistake|track down|tracked down|hunt down|narrow it down|bisect|git bisect|culprit|guilty|cause|' +
		'causes|causing|caused|root cause|reason|diagnose|diagnosis|troubleshoot|investigate|suspect|suspects|repro|' +
		'reproducible|steps to reproduce|expected|actual|actually get|i expected|expecting|should be|' +
		'should have been|supposed to|is supposed|was supposed|but i get|but it|but the|but when|but only|but no|' +
		'yet the|yet it|even though|although',
	error:
		'error message|error code|exit code|exit status|status code|stack overflow|core dump*|core dumped|' +
		'segmentation fault|access violation|null pointer|nullpointer*|nullreference*|typeerror|valueerror|keyerror|' +
		'indexerror|attributeerror|importerror|runtimeerror|syntaxerror|referenceerror|assertionerror|ioexception|' +
		'outofmemory*|stackoverflow*|econnrefused|enoent|eaddrinuse|etimedout|econnreset|epipe|eacces|sigsegv|' +
		'sigkill|sigabrt|sigpipe|hydration mismatch|hydration error|compile error|compiler error|compilation error|' +
		'build error|linker error|undefined symbol|undefined reference|unresolved external|syntax error|parse error|' +
		'type error|runtime error|borrow checker|does not live long|borrowed|moved value|lifetime error|import error|' +
		'module not found|no such file|no such table|no such module|command not found|permission denied|' +
		'connection refused|connection reset|broken pipe|bad gateway|gateway timeout|not authorized|unauthorized|' +
		'forbidden|invalid|invalid token|unexpected token|unexpected end|unexpected eof|checksum mismatch|' +
		'certificate error|handshake fail*|cors error|blocked by cors|merge conflict*|conflicts|lock timeout|' +
		'already exists|already defined|already in use|out of range|out of bounds|division by zero|divide by zero|' +
		'overflow*|underflow*|infinite loop|infinite recursion|race|races|heisenbug|dangling|double free|' +
		'use after free|uninitialised|uninitialized|not initialised|not initialized|undefined is not|' +
		'is not a function|is not defined|is undefined|is null|is none|is nil|is empty|returns null|' +
		'returns undefined|returns none|returns nil|returns empty|returns false|returns nothing|returns 0|' +
		'returns an empty|prints nothing|shows nothing|logs nothing|warning|warnings|watchdog|kernel panic|bsod|oops|' +
		'failed assertion|rolled back|rollback',
	'wanted feature':
		'should be able to|must be able to|users can|user can|users should|user should|let users|let the user|' +
		'let people|allow users|allow the user|allows|so that users|so people|as a user|as an admin|as a customer|' +
		"as a|i want to be able|we want to|we would like|we'd like|would be nice|it'd be nice|user story|" +
		'acceptance criteria|feature request|new feature|every morning|every night|every evening|every hour|' +
		'every minute|every day|every week|every monday|once a day|once a week|once an hour|nightly|daily|hourly|' +
		'whenever|as soon as|on click|on hover|when clicked|when the user|when a user|when someone|when somebody|' +
		'when one|if the user|with a button|with buttons|dark mode|dropdown|drop-down|tooltip*|carousel|breadcrumb*|' +
		'pagination|paginated|infinite scroll|drag and drop|drag-and-drop|countdown|leaderboard|login form|' +
		'signup form|contact form|search box|search bar|search field|autocomplete|type-ahead|typeahead|date picker|' +
		'datepicker|color picker|file picker|file upload|upload form|image upload|progress bar|spinner|toast|' +
		'snackbar|sidebar|navbar|tab bar|tabs|toolbar|context menu|keyboard shortcut*|shortcut|hotkey*|undo|redo|' +
		'copy to clipboard|export to|import from|export as|download as|as csv|as pdf|as json|as excel|as xlsx|to csv|' +
		'to pdf|to json|to markdown|to html|to yaml|into a csv|csv export|pdf export|csv import|newsletter|' +
		'landing page|dashboard|admin panel|admin page|settings page|profile page|map view|calendar|timeline|kanban|' +
		'chat|chatbot|bot that|push notification*|notification*|notify|send a mail|send an email|send emails|' +
		'send mail|mails|reminder*|webhook that|slack bot|telegram bot|discord bot|cron|cronjob|scheduled|watcher|' +
		'syncs|mirror|backup script|bash script|shell script|python script|powershell script|script that|script to|' +
		'script which|program that|program which|tool that|tool to|tool which|function that|function to|' +
		'function which|method that|class that|component that|component which|hook that|page that|page where|' +
		'service that|endpoint that|endpoint for|route that|query that|query for|query which|regex that|regex for|' +
		'regex to|macro that|command that|job that|action that|plugin that|extension that|app that|game that|' +
		'game where|view that|view which|trigger that|wrapper around|wrapper for|parser for|client for|helper that|' +
		'something that|something which|thing that|generator for|validator for|converter from|converter for|' +
		'template for|config for|setup for|example of',
	terms:
		'no dependencies|zero dependencies|no deps|no libs|no library|no libraries|no external|no framework|' +
		'no frameworks|without libraries|without dependencies|stdlib|stdlib only|standard library|plain js|vanilla|' +
		'vanilla js|pure css|pure python|css only|only css|single file|one file|one-file|posix|posix sh|python 3|' +
		'python3|node 18|node 20|node 22|java 17|java 21|c99|c11|es6|esm|typescript please|in typescript|in python|' +
		'in rust|in go|in java|in kotlin|in swift|in bash|in php|in ruby|in scala|in haskell|in elixir|in sql|in lua|' +
		'in perl|in julia|in zig|in dart|in awk|in sed|using only|with only|must handle|must support|should support|' +
		'should handle|should accept|should return|should work|takes a|takes an|takes two|takes the|that takes|' +
		'which takes|given a|given an|given two|accepts|returns the|and returns|returning|returns a|returns true|' +
		'output should|outputs|prints the|input is|configurable|optional|default|by default|flags|arguments|cmdline|' +
		'command line|thread safe|thread-safe|type safe|typed|generic|reusable|responsive|accessible|minimal|tiny|' +
		'small|simple|basic|little|quick and dirty|throwaway|proof of concept|mvp|demo|starter|template|example|' +
		'from scratch|mongoose|prisma|drizzle|sqlalchemy|express|fastapi|flask|django|rails|laravel|spring boot|ktor|' +
		'actix|axum|gin|nextjs|nuxt|svelte|sveltekit|vue|react|angular|solid|flutter|swiftui|jetpack compose|' +
		'compose multiplatform|unity|godot|unreal|pygame|d3|tailwind|bootstrap|htmx|alpine|arduino|esp32|esp8266|' +
		'raspberry*|micropython|stm32|verilog|vhdl|terraform|ansible|helm|kustomize|pulumi|cloudformation|bicep|' +
		'nginx|caddy|traefik|systemd|cron expression|github actions|gitlab ci|jenkinsfile|azure pipeline*|makefile|' +
		'cmake|bazel|gradle|pandas|numpy|polars|pytorch|matplotlib|ffmpeg|imagemagick|jq|awk|sed|latex|excel|vba|' +
		'google sheets|apps script|graphql|grpc|protobuf|openapi|websocket*|mqtt|stripe|paypal|oauth|s3|dynamodb|' +
		'firebase|supabase|mongodb|redis|postgres|postgresql|mysql|sqlite|elasticsearch|kafka',
	'wants to understand':
		'can you explain|could you explain|please explain|explain to me|explain how|explain why|explain what|' +
		'explain the|explain this|explain it|explain like|tell me how|tell me why|tell me what|show me how|' +
		'help me understand|help me read|help me grasp|i want to understand|want to understand|trying to understand|' +
		"try to understand|to understand|don't understand|dont understand|do not understand|didn't understand|" +
		"can't follow|cannot follow|can't figure out what|no clue what|no idea what|no idea why this works|" +
		'what on earth|what the heck|what the hell|what exactly|what precisely|what actually|what really|' +
		"what's the idea|what's the point|what's the purpose|what's the difference|what is the difference|" +
		"what's the deal|what's going on in|what happens if|what happens when|what happens here|what happens in|" +
		'what happens to|what is this|what is that|what is a|what is an|what is the|what are these|what are the|' +
		'what are those|what does this|what does that|what does the|what does it|what do these|what do the|what do i|' +
		"what's a|what's an|what's this|what's that|what's happening here|what's meant|what is meant|what kind of|" +
		'what role|what makes|what part|how does this|how does that|how does the|how does it|how does a|how do these|' +
		'how do the|how do i read|how is this|how is that|how is the|how is it|how are the|how are these|how can a|' +
		'how can it be that|how would|how exactly|how come|why does|why do|why is|why are|why would|why must|why can|' +
		"why can't|why did they|why do people|why do we need|why would anyone|why would one|why not just|why isn't|" +
		"why doesn't|when does|when do|when is|when would|when should|where does|where is|which one is|which part|" +
		'which line|who calls|who decides|in what order|order of evaluation|evaluation order|is it true|' +
		'is it true that|is it correct that|does that mean|does this mean|so that means|am i right that|' +
		'am i right in|do i understand|did i understand|if i understand|correct me|in other words|in plain|' +
		"in simple terms|in layman's|layman|like i'm five|like i'm 5|eli5|for dummies|for a beginner|for beginners|" +
		"beginner|newbie|newbie here|noob|new to|just started|first week|i come from|coming from|i'm used to|" +
		'background in|as a java|as a python|as a c|student|exam|homework|lecture|course|tutorial says|book says|' +
		'docs say|documentation says|wikipedia|blog says|heard that|heard about|read that|read about|stumbled|' +
		'stumbled over|came across|ran into the term|saw this|seen this|found this|someone wrote|legacy code from|' +
		'wrote this years|line by line|step by step|walk through|walk me|walkthrough|talk me through|go through this|' +
		'go through it|guide me|dissect|decipher|decode|decrypt this|unpack|break it down|break this down|' +
		'break down this|summarise|summarize|summary of what|in a nutshell|gist|the gist|big picture of|mental model|' +
		'intuition|intuitively|intuitive|analogy|metaphor|picture|visuali*|example helps|with an example|by example|' +
		'theory|theoretical*|conceptually|concept|concepts|conceptual*|principle|semantics|semantic*|internals|' +
		'under the hood|behind the scenes|under the covers|at runtime|at compile time|in memory|memory layout|' +
		'on the stack|on the heap|lifetime|lifetimes|closure|closures|hoisting|scope|scoping|scopes|binding|' +
		'this keyword|prototype chain|prototype|coercion|type coercion|truthy|falsy|variance|covarian*|contravarian*|' +
		'monad*|functor*|currying|recursion|tail call|pointer*|pointers|reference vs|by value|by reference|pass by|' +
		'ownership|borrowing|move semantics|rvalue|copy elision|undefined behaviour|undefined behavior|volatile|' +
		"atomic|memory order*|happens-before|endianness|endian|two's complement|floating point|ieee 754|ieee754|" +
		'bit shift|bitwise|bit trick|regex means|lookahead|lookbehind|greedy|backtracking|flags mean|flag mean|' +
		'mean in|means in|meant by|meaning|meaning of|stands for|stand for|abbreviation|acronym|terminology|vs|' +
		'versus|differ from|differs from|different from|same as|similar to|equivalent to|as opposed to|compared to|' +
		'rather than|purpose|point of|reason for|reason behind|history|historically|rationale behind|for curiosity|' +
		'out of curiosity|curious|curiosity|just curious|wonder|wondering|i wonder|interested in|would like to know|' +
		'like to know|want to know|need to know|for my own|for my understanding|i just want to learn|to learn|' +
		'learning|learn|lesson|teach me|educate|enlighten|clarify|clarification|clear up|confuses|confused|' +
		'confuses me|confusing|puzzled|puzzling|puzzles|baffled|surprised|surprising*|magic|black magic|voodoo|' +
		'sorcery|works but|it works but|works and i|why it works|how it works|how this works|how that works|and why|' +
		'but why',
	'asks for a verdict':
		"what do you think|what do u think|what would you say|what's your opinion|what's your take|" +
		"what's your verdict|your opinion|your view|your verdict|your honest|honest opinion|honest feedback|" +
		'any thoughts|any comments|any remarks|any feedback|any objections|any concerns|any suggestions|any issues|' +
		'any problems|any red flags|anything to improve|anything to add|anything missing|anything i missed|' +
		'anything i should|anything you|anything that|anything weird|anything fishy|anything suspicious|' +
		'anything dangerous|anything jump*|something wrong|something missing|what would you change|' +
		'what would you improve|what should i change|what should i improve|what could be better|what can be improved|' +
		'what can i improve|what could i improve|how can i improve|how could this be|how would you rate|' +
		'how does it look|how does this look|how does that look|how do you like|how bad is|how good is|how is my|' +
		'does this look|does it look|does that look|do these look|looks good|looks ok|looks right|look good|look ok|' +
		'look okay|look right|look sane|look reasonable|good to go|good to merge|good to ship|ready for|' +
		'ready for prod*|ready for review|is this ok|is this okay|is this fine|is this right|is this correct|' +
		'is this good|is this sane|is this clean|is this reasonable|is this acceptable|is this idiomatic|is it ok|' +
		'is it okay|is it fine|is it good|is that ok|is that okay|is my|are my|is the code|is our|did i|did we|' +
		'did he|did she|did they|have i|have we|has he|has she|am i missing|are we missing|am i doing|' +
		'am i overlooking|overlook*|overlooked|miss something|missed something|forgot|forgotten|forget|mistakes|' +
		"my mistakes|criticism|critical|criticize|be critical|be picky|be strict|be mean|don't be nice|" +
		"don't hold back|no mercy|mercilessly|ruthless*|brutally|tear it apart|tear this apart|rip apart|shoot holes|" +
		"poke holes|pick apart|devil's advocate|grade|grade this|rate|rate this|score this|mark this|out of 10|" +
		'out of ten|1 to 10|stars|pass or fail|accept or reject|approve|approved|approving|approval|accept|accepting|' +
		'reject|rejecting|request changes|changes requested|sign-off|sign off|signing off|blessing|stamp|' +
		'rubber stamp|thumbs|green light|go or no-go|merge or|merge it|merge this|mergeable|mergable|merging|' +
		'before merge|before the merge|before i push|before i commit|before i submit|before submitting|' +
		'before we merge|before we ship|before shipping|before it goes|before this goes|ship it|shippable|' +
		'let it through|let this through|pr from|mr from|this pr|that pr|my pr|his pr|her pr|their pr|the pr|this mr|' +
		'my mr|the mr|this patch|my patch|the patch|patchset|patch set|this commit|my commit|last commit|' +
		'last commits|latest commit*|these commits|my branch|this branch|the branch|feature branch|staged changes|' +
		'working tree|uncommitted|what i changed|what changed|changes i made|my changes|these changes|the changes|' +
		'the change|this change|change set|changed lines|changed files|hunks|line 1|line 2|line comments|' +
		'review comments|reviewer|reviewers|reviewed by|code owner*|peer review|self-review|self review|first pass|' +
		'second pass|once-over|once over|quick look|closer look|close look|careful look|fresh eyes|another pair|' +
		'pair of eyes|eyes|eyeball|glance|skim|peek|have a peek|take a peek|cast an eye|run your eye|check my|' +
		'check this|check over|check it|check his|check her|check their|go over|went over|look through|look into my|' +
		'inspect my|proofread my|vet|vetting|assess|assessment|evaluate|evaluation|judgement|judgment|verdict|' +
		'quality of|code quality|quality|maintainab*|readab*|best practice*|best practices|conventions|convention|' +
		'style guide|coding standard*|coding style|guidelines|our rules|against our|house style|anti-pattern*|' +
		'antipattern*|code smells|over-engineer*|overengineer*|overkill|too clever|clever|hacky|dodgy|sketchy|fishy|' +
		'suspicious|sloppy|solid|robust|correctness|thorough|interview task|take home|coding test|coding challenge|' +
		'homework solution|my solution|my attempt|my take|my implementation|my approach|my code|my function|' +
		'my script|my query|my regex|my dockerfile|my config|my first|first attempt|first go|first try|wrote this|' +
		'i wrote|we wrote|he wrote|she wrote|they wrote|written by|generated by|ai generated|ai-generated|' +
		'copilot wrote|chatgpt wrote|claude wrote|vendor delivered|contractor delivered|freelancer|agency|outsourc*|' +
		"trainee|apprentice|student's|junior dev|new guy|new colleague|intern's|co-worker|coworker|teammate's|" +
		"colleague's",
};
