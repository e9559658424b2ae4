import { easternConcepts } from './promptWordsEastern.ts';
import { englishConcepts } from './promptWordsEnglish.ts';
import { tradeConcepts } from './promptWordsTrades.ts';

/**
 * What words of English, German, French, Spanish, Portuguese and Russian are about. An entry is a word, a beginning of one (`slow*`), or two to four
 * words in a row. How much each concept says about a task is learned, not decided here.
 */
const concepts: Readonly<Record<string, string>> = {
	review:
		'review|reviews|reviewed|reviewing|code review|nitpick*|nits|lgtm|feedback|critique*|criticise|criticize|judge|opinion|thoughts|your take|second pair of eyes|second opinion|sanity check|look over|look at this|take a look|have a look|eyes on|roast|be brutal|be honest|be blunt|be harsh|smell*|code smell*|approve|sign off|merge this|before i merge|before merging|anything wrong|anything off|anything stupid|what did i miss|what am i missing|missed anything|' +
		'durchsehen|drüberschauen|schau drüber|schau mal|schau mal drauf|ansehen|anschauen|drüber|begutacht*|bewerte*|beurteil*|meinung|reviewst|freigeben|feedback|einschätzung|kritisch*|auffällt|auffallen|' +
		"relis|relire|relecture|relisez|avis|ton avis|votre avis|jette un œil|jeter un œil|coup d'œil|critique|revue|approuver|approuves|qu'en penses-tu|remarques|" +
		'revisa|revisar|revises|revísame|revisión|échale un ojo|échale un vistazo|échame|opinas|opinión|criticar*|aprobar*|aprobarías|qué te parece|comentarios harías|ojo a|vistazo|' +
		'revisa|revise|revisão|dá uma olhada|dar uma olhada|olhada|opinião|aprova*|acha desse|acha deste|achou|o que acha|avalia|avalie|crítica*|critica|' +
		'ревью|отревью*|посмотри|гляньте|глянь|оцени|оцените|мнение|замечани*|покритику*|придир*|проверь код|взгляни|взгляд*|апрув*|что скажешь|как тебе',
	reviewed:
		'pr|prs|mr|diff|diffs|pull request|merge request|patch|commit|branch|changeset|staged|hunk|this change|my change|my version|my first|my code|our code|colleague*|junior|intern|contractor|teammate|candidate|newbie|chatgpt|copilot|stackoverflow|take-home|interview*|' +
		'kolleg*|praktikant*|azubi|werkstudent|änderung|zweig|stagiaire|collègue|alternant|becari*|compañer*|colega|estagiári*|стажер*|стажёр*|коллег*|джун*|пр|мр|дифф*|ветк*|коммит*|кандидат*|собесед*',
	good:
		'ok|okay|fine|acceptable|good idea|bad idea|reasonable|sane|idiomatic|correct|sound|clean enough|good enough|overkill|over-engineered|overengineered|regret|any good|production ready|ready to ship|ready to merge|safe to merge|ship it|risky|pitfalls|problems with|wrong with|issues with|improve*|better|worse|concerns|mergeable|merge|shipping|' +
		'passt das|sauber|vertretbar|in ordnung|brauchbar|besser|schlimm*|tragbar|so lassen|tient la route|propre|correct|acceptable|mieux|pire|bien así|está bien|correcto|aceptable|mejor|peor|tá bom|tá certo|está bom|aceitável|melhor|pior|faz sentido|нормально|норм|корректно|хорошо|плохо|лучше|хуже|годится|стоит ли мержить|мержить|мерджить',
	design:
		'architect*|design|designs|designing|structure|structuring|structured|schema design|data model|domain model|bounded context|boundar*|layers|module layout|monolith*|microservice*|monorepo|event sourcing|event-driven|cqrs|hexagonal|saga|outbox|queue|queues|kafka|rabbitmq|nats|pubsub|broker|tenant*|multi-tenant|sharding|shard|partition*|offline-first|source of truth|state machine|where should|where does|where do|belongs|live|lives|plugin system|migration path|strangler|rollout|scale to|scaling|blueprint|approach|tech stack|stack|vendor|buy|self-host*|self hosted|managed|serverless|kubernetes|lambda|components|big picture|high level|high-level|adr|federat*|gateway|bff|crdt|sync|idempoten*|' +
		'architektur*|entwurf|entwerfen|aufbau|aufbauen|strukturier*|modellier*|modell|konzept|schnitt|zuschnitt|dienste|grenzen|datenmodell|ansatz|technologie*|' +
		'architectur*|concevoir|conception|concevrais|modélis*|structurer|structurerais|organiser|découp*|approche|schéma|' +
		'arquitectura|diseñ*|estructur*|modelar*|modelo de datos|organizar*|enfoque|dónde pondrías|plantear*|' +
		'arquitetura|desenh*|estrutur*|modelagem|modelo de dados|abordagem|organizo|desenharia|monolito|fila|filas|' +
		'архитектур*|спроектир*|проектир*|структур*|модель данных|схем*|организова*|подход|монолит*|микросервис*|очеред*|хранить|масштаб*',
	choice:
		'vs|versus|which one|which should|should we|should i|should it|or should|or just|or rather|either|pros and cons|trade-off*|tradeoff*|tradeoffs|worth it|worth|overkill|choose|choosing|pick|picking|decide|deciding|decision|compare|comparison|alternatives|options|recommend*|option|argue|would you go|would you pick|how would you|what would you|when would|does it make sense|make sense|go for|go with|instead of a|what speaks|arguments|criteria|' +
		'oder|lieber|sollen wir|sollten wir|soll ich|lohnt|lohnt sich|abwäg*|vergleich*|entscheid*|empfehl*|vor- und nachteile|nachteile|vorteile|spricht für|spricht gegen|würdest du|würdet ihr|alternativen|' +
		'ou bien|plutôt|faut-il|doit-on|vaut-il|choisir|choix|compar*|avantages|inconvénients|recommand*|conseill*|arbitrage|tranch*|hésit*|vaut le coup|' +
		'o bien|conviene|vale la pena|elegir|elegirías|ventajas|inconvenientes|desventajas|recomiend*|recomendarías|decidir|compara|comparar|alternativas|merece la pena|debería*|' +
		'vale a pena|escolh*|vantagens|desvantagens|recomend*|prós|contras|compensa|devo|devemos|melhor usar|decid*|usaria|iria|' +
		'или|стоит ли|лучше ли|выбрать|выбор|выбираем|плюсы|минусы|сравни*|посовету*|рекоменд*|вариант*|нужен ли|нужно ли|имеет смысл|хватит',
	scale:
		'users|customers|tenants|clients|teams|devs|developers|engineers|services|sites|stores|devices|countries|regions|per day|per second|per month|a day|a month|team of|people|requests per|events per|years|' +
		'leute|entwickler|kunden|mandanten|nutzer|pro tag|standorte|dienste|geräte|utilisateurs|développeurs|devs|clients|par jour|équipe|sites|magasins|usuarios|clientes|desarrolladores|al día|equipo|tiendas|usuários|por dia|equipe|time|lojas|desenvolvedores|пользовател*|клиент*|разработчик*|команд*|в день|в сутки|сервис*',
	test:
		'test|tests|testing|tested|untested|unit test*|unit tests|integration test*|e2e|end-to-end|specs|spec|test case*|cases|edge cases|coverage|cover|covers|covered|uncovered|mock|mocks|mocked|mocking|stub|stubs|stubbed|spy|fake|fakes|fixture*|assert*|flaky|flake|flakes|regression test*|snapshot test*|property-based|property based|fuzz*|fuzzer|mutant*|mutation|testbench|test plan|testcontainers|smoke test*|load test*|contract test*|table-driven|table driven|parametri*|golden|harness|tdd|red|red first|fails without|reproduces|happy path|unhappy path*|sad path|scenarios|scenario|test data|qa|' +
		'tests|testfall|testfälle|testfällen|komponententest*|integrationstest*|modultest*|testabdeckung|abdeck*|abgedeckt|absicher*|prüffälle|randfälle|testdaten|testplan|unittest*|testen|' +
		'tests|tester|teste|testé|jeu de tests|couvr*|couverture|cas limites|cas de test|scénario*|bouchon*|jeux de données|non-régression|' +
		'pruebas|prueba|testear|testea|cobertura|cubr*|casos límite|casos borde|casos de prueba|simula|simular|escenarios|inestable*|' +
		'testes|teste|testar|testa|cobertura|cobre|cobrir|cubra|casos de borda|casos de teste|cenário*|cenários|mocka|mockar|' +
		'тест|тесты|тестов|тестами|тестах|тестик*|юнит-тест*|автотест*|покрой|покрыт*|покрыть|покрыти*|мок|моки|моков|замок*|замокать|мокать|заглушк*|стаб*|кейсы|кейсов|сценари*|фикстур*|флак*|проверки|интеграционн*|граничн*',
	'test tool':
		'jest|vitest|mocha|jasmine|karma|pytest|unittest|hypothesis|junit|junit5|mockito|mockk|kotest|testng|rspec|minitest|capybara|cypress|playwright|selenium|xctest|espresso|robolectric|phpunit|pest|xunit|nunit|mstest|moq|gtest|googletest|catch2|doctest|ctest|bats|k6|locust|gatling|jmeter|msw|nock|sinon|supertest|httptest|testify|gomock|proptest|quickcheck|cargo-fuzz|fast-check|pact|wiremock|testcontainers|cocotb|uvm|pgtap|stryker|mutmut|pitest|storyshots|detox|maestro|behave|cucumber|gherkin|exunit|pester|molecule|terratest|dbt|great_expectations|moto|freezegun|factory_boy|faker|unity test|utf|ava|tap',
	refactor:
		'refactor*|rename|renaming|extract|extracting|split|splitting|split up|break up|broken up|break apart|pull out|factor out|hoist|inline|dedupe|deduplicate|duplicat*|copy-paste*|copy paste*|copied|repeated|repeats|same block|clean up|cleanup|clean this|tidy|tidy up|untangle|simplify|flatten|nesting|nested|guard clauses|early return*|move|move the|moving|convert|migrate|port|rewrite|rewrite as|turn this|turn into|replace|replaced|swap|swap out|switch to|get rid of|remove|drop|delete|drop the|modernise|modernize|modernis*|readable|readability|legible|more readable|fold|merge into|collapse|consolidate|unify|unused|dead code|magic numbers|constants|named constants|god class|god object|spaghetti|mess|long method|decouple|composition|polymorphi*|into a class|into functions|into hooks|to hooks|into one|in place of|instead of the|comprehension|async/await|async await|to typescript|strict|one options object|singleton|dependency injection|decompose|restructure|reorganise|reorganize|' +
		'refactor*|refaktor*|umbenenn*|benenne|auslager*|auszieh*|aufteil*|aufräum*|räum|räume|zerleg*|zusammenfass*|zusammenführ*|zusammenleg*|vereinfach*|verschieb*|umschreib*|umstell*|umbau*|baue um|lesbar*|entfern*|ersetz*|ersetze|doppelt*|duplikat*|entwirr*|umwandel*|wandle|mach aus|herauslös*|rauszieh*|zieh|entkoppel*|' +
		'refactor*|renomm*|extraire|extrais|extrait|découpe*|scinde*|éclate*|nettoie*|nettoyer|simplifi*|remplace*|déplac*|réécri*|réécrire|réécris|factoris*|regroup*|fusionn*|doublon*|dupliqu*|lisible*|range|passe en|transforme*|convert*|sors|remanie*|' +
		'refactor*|renombra*|extrae*|extraer|separa*|divide*|divid*|parte|limpia*|simplifica*|reemplaza*|sustitu*|mueve*|mover|reescrib*|unifica*|junta|juntar|duplicad*|repetid*|legible*|convierte*|pasa a|pasa esta*|pasa este|cambia los|saca|ordena|quita*|' +
		'refator*|renomei*|extrai*|separa*|separe|divid*|quebra|quebre|limpa*|simplific*|substitu*|troca|troque|move|mova|reescrev*|unific*|junta|junte|duplicad*|repetid*|legível|converte|converta|passa pra|organiza|organize|tira|tirar|bagunça|' +
		'рефактор*|отрефактор*|переимен*|вынес*|выдели*|раздел*|разбей|разбить|разнес*|распили*|почисти*|причеш*|упрост*|замени*|заменить|перенес*|перепиши*|переписать|переведи|перевед*|объедин*|дублир*|дубл*|копипаст*|читаем*|убери|убрать|избав*|слей|схлопн*|сократи|преобразуй',
	keep:
		'without changing|no behaviour change|no behavior change|same behaviour|same behavior|behaviour must|behavior must|behaviour stays|behavior stays|must not change|must stay|stay the same|stays the same|stay exactly|stays exactly|keep the|keep behaviour|keep its|keep their|identical|equivalent|byte for byte|same output|same look|same results|output may not|public api|callers|call sites|call site|behaves the same|as is|untouched|still pass|must pass|existing tests|unchanged|semantics|signature*|keeps|' +
		'verhalten|bleibt|bleiben|gleich bleiben|gleiche|unverändert|darf sich nichts|identisch*|nichts ändern|ohne dass|nach außen|' +
		"comportement|sans changer|sans modifier|sans toucher|à l'identique|identique|inchang*|ne bouge|ne change|même résultat|reste*|" +
		'sin cambiar|sin tocar|sin que cambie|mismo comportamiento|comportamiento|equivalente|igual|idéntic*|misma salida|mism*|se quedan|' +
		'sem mudar|sem alterar|sem mexer|sem quebrar|comportamento|mesmo comportamento|mesma saída|igual|idêntic*|continua*|ficam|fica|mesm*|' +
		'поведение|логику не|не меняя|не меняй|не трогай|без изменен*|не должно меняться|не должн*|так же|идентичн*|прежн*|как было|тот же|те же|остаётся|остается|должны остаться|остальное',
	docs:
		'readme|docs|documentation|document|documenting|docstring*|doc comment*|jsdoc|javadoc|tsdoc|kdoc|xmldoc|godoc|rustdoc|doxygen|phpdoc|yard|sphinx|openapi|swagger|changelog|release notes|commit message|commit msg|pr description|description|runbook|onboarding|guide|how-to|howto|tutorial|getting started|quickstart|quick start|wiki|man page|help text|usage section|usage examples|contributing|adr|faq|comment|comments|commenting|annotate|mdx|storybook|glossary|cheat sheet|cheatsheet|write up|writeup|upgrade guide|migration guide|postmortem|post-mortem|summary|summaries|explain in comments|docblock*|sentence|sentences|paragraph|page|wording|tone|translate|handbook|manual|instructions|troubleshooting|' +
		'dokument*|doku|anleitung*|beschreibung*|beschreib*|kommentare|kommentar|kommentier*|handbuch|betriebshandbuch|versionshinweise|änderungsprotokoll|einarbeitung*|übersicht|erläuterung*|javadoc*|' +
		"document*|doc|commentaire*|commente*|rédige*|rédiger|notice|mode d'emploi|guide|notes de version|page|" +
		'documenta*|comentario*|comenta|redacta*|guía|manual|notas de versión|instrucciones|léeme|' +
		'documenta*|documente|comentário*|comenta|comente|redige|guia|manual|notas de versão|instruções|passo a passo|' +
		'документ*|задокументир*|доки|докстринг*|комментари*|комменты|прокомментир*|описание|опиши|инструкци*|руководств*|ридми|чейнджлог*|гайд|памятк*',
	explain:
		"explain|explains|explained|explanation|eli5|understand|understanding|what does|what do|what is|what's|whats|what are|what exactly|what happens|how does|how do|how is|how come|why does|why do|why is|why are|why would|why not|what for|wtf|mean|means|meaning|walk me through|difference|differ|differs|tell me what|teach|confused|confusing|intuition|in plain words|plain english|tldr|stand for|purpose|under the hood|actually do|actually does|actually for|the point of|wrap my head|don't get|makes no sense to me|curious|concept|analogy|new to|learning|coming from|" +
		'erklär*|erläuter*|bedeutet|bedeuten|was macht|was ist|was sind|wieso|warum|wozu|wofür|weshalb|wie funktioniert|verstehe|verstehen|versteh|unterschied|unterscheid*|eigentlich|was heißt|was passiert|' +
		"expliqu*|comprends|comprendre|pourquoi|à quoi|signifie|que fait|qu'est-ce|que veut dire|ça veut dire|comment ça|comment fonctionne|comment marche|différence|ça marche comment|c'est quoi|sert|servent|" +
		'explica*|explícame|entiendo|entender|por qué|para qué|significa|qué hace|qué es|qué son|cómo funciona|cuál es la|diferencia|qué quiere decir|sirve|qué pasa|' +
		'explica*|explique|entendo|entender|entendi|por que|por quê|pra que|para que|significa|o que é|o que esse|o que faz|o que são|como funciona|diferença|quer dizer|serve|' +
		'объясн*|поясни*|расскажи*|растолку*|пойм*|понять|понима*|почему|зачем|что делает|что такое|что значит|что означает|как работает|чем отлича*|отличается|отличаются|разниц*|в чём|в чем|на пальцах|смысл',
	security:
		"security|secure|insecure|securely|vuln*|vulnerab*|exploit*|attack*|attacker*|hacker*|hack|hostile|malicious|inject*|injectable|injection|sqli|xss|csrf|ssrf|idor|rce|xxe|owasp|cve|cves|cvss|pentest*|penetration|threat*|harden*|hardening|privilege*|escalat*|sandbox*|leak secrets|leaking|leaked|leaks|secret|secrets|credential*|password*|token|tokens|jwt|cookie|csp|cors policy|sanitis*|sanitiz*|escape|escaping|permission*|rbac|iam|least privilege|bypass*|forge*|tamper*|spoof*|brute force|brute-force|replay|encrypt*|hash|hashed|salt|audit|audited|trust|untrusted|traversal|deserialis*|deserializ*|pickle|eval|exposed|expose|expos*|somebody else's|someone else's|stranger|steal|stolen|abuse*|compromis*|supply chain|npm audit|dependabot|snyk|bandit|semgrep|trivy|gdpr|pii|personal data|reentrancy|prototype pollution|redos|take over|takeover|public bucket|rotate|revoke|safe|unsafe|" +
		'sicherheit*|sicher|unsicher|angriff*|angreif*|angreifbar|lücke*|schwachstelle*|geheimnis*|passwort*|passwörter|berechtigung*|ausnutz*|missbrauch*|einschleus*|manipulier*|verschlüssel*|härten|absichern|abgreif*|rechte|offenleg*|zugriff*|fremde*|dsgvo|' +
		'sécurit*|sécuris*|faille*|vulnérab*|attaqu*|pirat*|inject*|mot de passe|mots de passe|secrets|jeton*|droits|permissions|chiffr*|exploit*|contourn*|malveillant*|fuite*|usurp*|révoqu*|durcir|rgpd|' +
		'segur*|vulnerab*|ataque*|atacante*|atacar*|inyec*|contraseña*|secretos|permisos|cifra*|explot*|agujero*|filtra*|filtrar|robar*|suplant*|autoriza*|malicios*|rgpd|' +
		'seguranç*|segur*|vulnerab*|ataque*|atacante*|invas*|invad*|injeç*|injec*|senha*|segredo*|permissões|permissão|criptograf*|explor*|vaza|vazar|vazando|vazamento*|brecha*|burlar*|roubar|lgpd|' +
		'безопасн*|уязвим*|атак*|злоумышл*|взлом*|хакер*|инъекц*|пароль*|пароли|паролей|секрет*|токен*|права|прав|доступ*|шифр*|утеч*|утек*|эксплуат*|дыр*|подмен*|украсть|подделат*|обойти|вредонос*|закоммитили ключ*|отзыв*',
	performance:
		'slow|slower|slowly|slowness|sluggish|fast|faster|fastest|speed|speeds|speed up|speedup|latency|throughput|perf|performance|performant|optimis*|optimiz*|optimise|optimize|bottleneck*|profil*|profiler|flamegraph|benchmark*|memory|ram|heap|allocat*|allocations|gc|gc pause*|oom|leak|cpu|cores|fps|frame*|frame drop*|stutter*|jank*|lag|lags|laggy|hitch*|bandwidth|cache miss*|cache|caching|cold start|startup|boot time|build time|bundle size|bundle|lcp|inp|ttfb|lighthouse|n+1|queries|full scan|seq scan|index|indexes|indices|vectoris*|vectoriz*|simd|parallel*|batch*|concurrency|gpu|kernel|occupancy|battery|power draw|footprint|smaller|bigger|shrink|shave|squeeze|cheaper|cost|costs|bill|budget|time out|timeout|blowup|quadratic|complexity|big o|o(n|hot path|hot loop|tight loop|takes forever|takes ages|takes too long|taking|takes|hangs|freezes|freeze|blocks the|spikes|too long|eats|instant|seconds|minutes|hours|' +
		'langsam*|lahm*|schnell*|schneller|beschleunig*|performance|performant*|leistung*|speicher*|speicherverbrauch|durchsatz|latenz|laufzeit|optimier*|dauert|braucht|frisst|ruckel*|hängt|flaschenhals|auslastung|cache|ladezeit*|minuten|sekunden|stunden|zu lange|' +
		'lent|lente|lentes|lents|lenteur*|ralenti*|rapide|rapides|rapidement|vite|accélér*|performance*|perf|perfs|mémoire|latence|débit|optimis*|rame|ramer|met|prend|fige*|gel*|alléger|poids|minutes|secondes|heures|goulot*|' +
		'lent*|lenta|lento|rápid*|acelera*|rendimiento|memoria|latencia|optimiza*|tarda*|tardan|consume*|consumo|cuello de botella|minutos|segundos|horas|bajar|bajarlo|se arrastra|traga|' +
		'lent*|lenta|lento|rápid*|acelera*|desempenho|performance|memória|latência|otimiza*|demora*|demorando|leva|levando|consome|consumo|consumindo|gargalo|minutos|segundos|horas|trava|travando|baixar|bateria|gasta|' +
		'медленн*|тормоз*|тормозит|быстр*|ускор*|производительн*|память|памяти|латентн*|задержк*|оптимизир*|оптимизац*|долго|занимает|жрёт|жрет|ест|лагает|лаги|просаж*|просад*|фризы|профайл*|профил*|узкое место|минут|секунд|часов|пропускн*|грузит|нагрузк*',
	bug:
		"bug|bugs|error|errors|errored|exception|exceptions|crash|crashes|crashed|crashing|segfault*|panic|panics|fail|fails|failed|failing|failure|broken|breaks|broke|doesn't work|doesnt work|not working|isn't working|won't|wont|doesn't|doesnt|stopped|stops|wrong|incorrect|unexpected|weird|strange|garbage|nan|null|undefined|nil|npe|missing|disappear*|vanish*|lost|loses|empty|blank|white screen|duplicate rows|twice|doubled|never|nothing happens|does nothing|no output|stuck|hang|hangs|deadlock*|race condition|off by one|infinite|forever|loop|loops|stack trace|traceback|refused|denied|403|404|401|500|502|cannot|can't|cant|unable|mismatch|conflict|debug|figure out|root cause|what's going on|whats going on|going wrong|goes wrong|instead of|still|anymore|randomly|intermittent*|" +
		'fehler*|fehlermeldung*|absturz|abstürz*|stürzt|kaputt|geht nicht|funktioniert nicht|klappt nicht|falsch*|leer|leere|verschwind*|fehlt|fehlen|kommt nicht|bricht|hängt|wirft|scheitert|schlägt fehl|doppelt|plötzlich|komisch*|statt|trotzdem|obwohl|liefert|' +
		'erreur*|plante|planter|crash*|bug|bogue|marche pas|fonctionne pas|ne marche|ne fonctionne|faux|fausse|vide|disparaî*|bloqu*|cass*|échoue|échou*|renvoie|alors que|pourtant|bizarre|au lieu|' +
		'error*|falla*|fallo|fallan|revienta|peta|rompe|roto|no funciona|no va|vacío|vacía|desaparec*|incorrect*|mal|se queda|se cuelga|sale|salta|da error|bug|raro|pero|en vez|aunque|' +
		'erro|erros|falha*|falhando|quebra|quebrou|quebrado|não funciona|nao funciona|não vai|bug|vazio|vazia|sumiu|some|errado|errada|trava|dando|estoura|estourando|retorna|vem|estranho|mas|do nada|' +
		'ошибк*|ошибка|баг|баги|падает|упал*|падают|крашит*|краш|вылета*|не работает|не работают|сломал*|ломается|неправильн*|неверн*|пуст*|пропада*|исчез*|зависа*|висит|виснет|вместо|хотя|почему-то|странн*|не приходит|не могу|не получается|выдаёт|выдает|ругается|возвращает',
	symptom:
		'works locally|works on my|on my machine|locally|in production|in prod|on prod|on ci|in ci|since the|since i|after the|after upgrad*|after updat*|upgraded|updated|bumped|only on|only when|only for|only happens|only in|works fine|worked|worked yesterday|yesterday|used to work|all of a sudden|suddenly|sometimes|every time|again|any idea|any ideas|no idea|help|clueless|stumped|i get|getting|i see|throws|says|prints|returns|shows|expected|got|reproduce|happens|' +
		'seit|seit dem|lokal|nur wenn|nur bei|manchmal|gestern|vorher|in produktion|beim|auf dem server|bekomme|kriege|kommt|' +
		"depuis|en local|en prod|seulement|uniquement|parfois|hier|avant|j'ai|reçois|" +
		'desde que|desde|en local|en producción|solo|sólo|a veces|ayer|antes|me sale|me da|' +
		'desde que|desde|em produção|só|às vezes|ontem|antes|aparece|aqui|na minha máquina|local vai|' +
		'после обновления|после|локально|на проде|в проде|только|иногда|вчера|раньше|на сервере|вылезает|обновил*|внезапно',
	fix: 'fix|fixes|fixed|fixing|solve|solution|repair|resolve|patch it|workaround|make it work|get it working|stop it|beheb*|reparier*|fixen|lös*|lösung|korrigier*|corrig*|répar*|résoud*|arregl*|soluciona*|corrig*|arrume|arruma*|conserta*|resolv*|исправ*|почин*|пофикс*|фикс*|решить|решени*',
	create:
		'write|create|build|implement|generate|make me|make a|give me|need a|need an|i need|we need|want a|i want|script|scaffold|add|add a|add an|adds|come up with|develop|code|hack together|one liner|one-liner|snippet|prototype|poc|boilerplate|skeleton|new|set up|wire up|hook up|finish|complete|fill in|todo|extend|support for|' +
		'schreib*|schreibe|erstell*|baue|bau|bauen|implementier*|generier*|brauche|bräuchte|ergänz*|leg an|füge|hinzufüg*|erweiter*|mach mir|gib mir|neue*|' +
		'écris|écrire|crée|créer|créez|génère*|implément*|ajoute*|fais-moi|fais|faire|il me faut|il me faudrait|besoin|construi*|code-moi|nouveau|nouvelle|' +
		'escrib*|escríbeme|crea|crear|créame|genera|implement*|hazme|haz|hacer|necesito|añade*|agrega*|construye|programa|nuevo|nueva|dame|monta|' +
		'escrev*|cria|crie|criar|gera|gerar|gere|implement*|faz|faça|fazer|preciso|adicion*|monta|constru*|novo|nova|me dá|quero|' +
		'напиши|написать|напишите|создай|создать|сделай|сделать|сгенерир*|реализуй|реализовать|реализац*|нужен|нужна|нужно|нужны|добавь|добавить|накидай|набросай|собери|хочу|дай|надо',
	artefact:
		'function|func|fn|class|method|component|hook|endpoint|route|handler|middleware|script|cli|tool|module|package|library|parser|tokenizer|query|view|stored procedure|trigger|regex|regexp|dockerfile|compose file|workflow|github action|pipeline|makefile|playbook|manifest|helm chart|terraform|cron job|bot|crawler|scraper|plugin|extension|macro|formula|widget|screen|form|page|modal|table|button|dropdown|shader|game|app|service|worker|consumer|producer|client|wrapper|decorator|iterator|generator|interface|struct|enum|type|schema|migration|seed|converter|exporter|importer|validator|serializer|scheduler|queue|cache|pool|limiter|rate limiter|debounce|daemon|driver|firmware|api|crud|dag|lambda|' +
		'funktion|klasse|methode|komponente|skript|abfrage|endpunkt|formular|seite|dienst|befehl|werkzeug|makro|' +
		'fonction|classe|méthode|composant|requête|route|formulaire|commande|outil|écran|macro|' +
		'función|clase|método|componente|consulta|formulario|página|comando|herramienta|pantalla|servicio|macro|' +
		'função|classe|método|componente|consulta|formulário|página|comando|ferramenta|tela|serviço|rotina|' +
		'функци*|класс*|метод*|компонент*|скрипт*|запрос*|эндпоинт*|форм*|страниц*|утилит*|команду|хук*|модуль|бот|парсер*|плагин*',
	'no change':
		"no code|no fix|no fixes|don't fix|dont fix|do not fix|not fix|don't change|dont change|do not change|without fixing|don't rewrite|just tell|only tell|just want to know|just want to understand|just explain|no rewrite|leave the code|don't touch|dont touch|do not touch|no changes|nothing to change|not asking you to|findings only|list only|" +
		'nicht ändern|nichts ändern|nichts korrigieren|nicht korrigieren|nicht beheben|nur verstehen|nur sagen|kein code|keinen code|nicht anfassen|' +
		'ne corrige|sans corriger|ne modifie|ne touche|pas de code|juste comprendre|sans code|' +
		'no lo arregles|no cambies|no toques|sin arreglar|sin código|solo dime|sólo dime|solo quiero entender|no corrijas|' +
		'não corrija|não corrige|não mexe|não altere|sem código|só quero entender|só me diz|sem corrigir|' +
		'не исправляй|не правь|не чини|не надо чинить|не переписывай|без кода|код не трогай|только скажи|просто скажи|просто понять|чинить не надо|править не надо|исправлять не надо',
};

const breaks = new Set([
	'.',
	',',
	';',
	':',
	'?',
	'!',
	'\n',
	'(',
	')',
	'—',
	'–',
	'。',
	'、',
	'，',
	'？',
	'！',
	'；',
	'：',
]);

/** Whether this word ends a clause. */
export function isBreak(word: string): boolean {
	return breaks.has(word);
}

/** Words after which the next few say what is not wanted. */
const negations = new Set(
	(
		"don't dont not never without no instead nicht keine kein keinen ohne sans pas ne no sin nunca não nao sem nem " +
		'не без нет rather'
	).split(' '),
);

export function isNegation(word: string): boolean {
	return negations.has(word);
}

/** Words in lower case, and the punctuation between clauses as words of their own. */
export function wordsOf(text: string): string[] {
	return text.match(/[\p{L}\p{N}_]+(?:['’-][\p{L}]+)*|[.,;:?!\n()—–。、，？！；：]/gu) ?? [];
}

/** The concepts of a text in lower case and how often each is met. A negation makes another concept: `not test`. */
export function conceptsIn(prose: string, words: readonly string[] = wordsOf(prose)): Map<string, number> {
	const found = new Map<string, number>();
	let negated = 0;
	words.forEach((word, at) => {
		if (isBreak(word)) {
			negated = 0;
			return;
		}
		const isNegated = negated > 0;
		let place: Place | undefined = beginning;
		for (let next = at; next < words.length && place !== undefined; next++) {
			const other: string = words[next] ?? '';
			if (isBreak(other)) {
				break;
			}
			noteStems(found, place, other, isNegated);
			place = place.after.get(other);
			note(found, place?.names, isNegated);
		}
		negated = isNegation(word) ? 4 : negated - 1;
	});
	for (const concept of easternConcepts(prose)) {
		note(found, [concept.name], concept.negated);
	}
	return found;
}

function note(found: Map<string, number>, names: readonly string[] | undefined, negated: boolean): void {
	for (const name of names ?? []) {
		const full = negated ? `not ${name}` : name;
		found.set(full, (found.get(full) ?? 0) + 1);
	}
}

function noteStems(found: Map<string, number>, place: Place, word: string, negated: boolean): void {
	for (const { stem, name } of place.stems.get(word.slice(0, shortestStem)) ?? []) {
		if (word.startsWith(stem)) {
			note(found, [name], negated);
		}
	}
}

/** Where one is among the entries after some words: what is complete, and what may follow. */
interface Place {
	readonly names: string[];
	readonly after: Map<string, Place>;
	/** Beginnings of a next word that complete an entry, by their first letters. */
	readonly stems: Map<string, { readonly stem: string; readonly name: string }[]>;
}

const shortestStem = 2;
const newPlace = (): Place => ({ names: [], after: new Map(), stems: new Map() });
const beginning = newPlace();

for (const [name, entries] of [concepts, englishConcepts, tradeConcepts].flatMap(Object.entries<string>)) {
	for (const entry of new Set(entries.split('|'))) {
		addEntry(name, entry.split(' '));
	}
}

function addEntry(name: string, words: readonly string[]): void {
	let place = beginning;
	for (const [at, word] of words.entries()) {
		if (at === words.length - 1 && word.endsWith('*')) {
			const stem = word.slice(0, -1);
			const key = stem.slice(0, shortestStem);
			place.stems.set(key, [...(place.stems.get(key) ?? []), { stem, name }]);
			return;
		}
		const next = place.after.get(word) ?? newPlace();
		place.after.set(word, next);
		place = next;
	}
	place.names.push(name);
}
