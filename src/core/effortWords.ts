/** How much thought a prompt asks for in so many words, in nine languages; null when it does not say. */
export function effortOf(text: string): 'deep-thinking' | 'fast-thinking' | null {
	const seen = `${text.slice(0, 1200)}\n${text.slice(1200).slice(-400)}`.toLowerCase().replaceAll('’', "'");
	if (deep.test(seen)) {
		return 'deep-thinking';
	}
	return fast.test(seen) || isTerse(seen) ? 'fast-thinking' : null;
}

/** Who asks in a few words wants an answer of a few words. */
function isTerse(seen: string): boolean {
	const said = seen.split(/\n\s*\n/, 1)[0]?.trim() ?? '';
	return said.length > 0 && said.length <= (/[\u3040-\ud7af]/.test(said) ? 10 : 28) && !said.includes('\n');
}

const deep = anyOf(
	[
		'take your time',
		'no rush',
		'take it slow(?:ly)?',
		'slowly',
		'think (?:it |this |that )?(?:very |really |long |through )?(?:hard|carefully|deeply|thoroughly|through|over|long|step by step)',
		'think long',
		'reason (?:it |this )?(?:through|carefully|step by step)',
		'(?:be |very |really )(?:thorough|careful)\\b(?! with)',
		'really carefully|very carefully',
		'thoroughly|exhaustive(?:ly)?|in depth|in-depth|meticulous(?:ly)?|rigorous(?:ly)?|painstaking(?:ly)?',
		'line by line',
		'from (?:several|all|many) angles',
		"until you're sure|until you are sure",
		'every (?:single )?(?:possible )?(?:path|interleaving|edge case)',
		'leave no stone',
		'gründlich\\p{L}*|ohne eile|in ruhe|denk\\p{L}* (?:gut|genau|gründlich|lange) nach|lass dir zeit|nimm dir zeit|sorgfältig\\p{L}*|tiefgehend\\p{L}*|ausführlich\\p{L}* durchdenk\\p{L}*|zeile für zeile',
		'prends (?:vraiment )?(?:ton|le) temps|prenez (?:votre|le) temps|réfléchi\\p{L}* (?:bien|longuement|en profondeur|à fond)|en profondeur|sans te presser|rien ne presse|minutieu\\p{L}*|à tête reposée|de manière approfondie|approfondi\\p{L}*|ligne par ligne',
		'con calma|sin prisa|a fondo|en profundidad|tómate (?:tu|el) tiempo|piénsa\\p{L}* bien|piensa bien|minucios\\p{L}*|exhaustiv\\p{L}*|detenidamente|línea por línea',
		'(?:com|bastante) calma|sem pressa|a fundo|em profundidade|pens[ae] (?:bem|com)|minucios\\p{L}*|exaustiv\\p{L}*|detalhadamente|linha por linha|leve o tempo',
		'не торопи\\p{L}*|не спеш\\p{L}*|без спешки|основательно|тщательно|досконально|подумай (?:хорошо|как следует|глубоко|внимательно)|хорошенько|подробнейш\\p{L}*|построчно|вдумчиво|времени не жалей|обстоятельно',
	],
	[
		'仔细',
		'深入',
		'不着急',
		'不急',
		'慢慢',
		'想清楚',
		'彻底',
		'全面',
		'认真',
		'逐行',
		'讲透',
		'じっくり',
		'時間をかけて',
		'急ぎません',
		'急いでいません',
		'慎重に',
		'徹底的',
		'丁寧に',
		'深く',
		'綿密',
		'一行ずつ',
		'꼼꼼',
		'깊이',
		'천천히',
		'차근차근',
		'신중',
		'면밀',
		'시간이 걸려도',
		'시간 걸려도',
		'철저',
		'급하지 않',
	],
);

const fast = anyOf(
	[
		'quick(?:ly| one| fix| answer| question| look| check)|real quick|just quick|quick\\?',
		'tl;?dr|in short|short answer|briefly|in brief|one[- ]liner?|in one line|one line|one sentence|in a sentence|in two sentences|yes/no|yes or no|no essay|no lecture|gut feeling|asap|in a hurry|just the (?:command|line|code|answer|regex|diff)|just give me|nothing fancy|keep it short',
		'schnell|kurz|kurze|kurzer|knapp|auf die schnelle|einzeiler|in einem satz|ein satz reicht|ja oder nein|eilig',
		"vite fait|rapidement|rapide|en bref|en une ligne|en deux mots|en une phrase|court|oui ou non|c'est urgent|juste la (?:commande|ligne)",
		'rápid[oa]|rapidito|en una línea|en dos palabras|en una frase|breve\\p{L}*|cort[oa]s?|sí o no|me urge|sin rollos?',
		'rapidinh[oa]|rapidão|rápid[oa]|em uma linha|numa linha|em uma frase|resumid\\p{L}*|curt[oa]|sim ou não|só o comando|bem breve',
		'быстро|быстренько|коротко|кратко|вкратце|в двух словах|одной строкой|в одну строку|одним предложением|да или нет|срочно|в одно-два предложения',
	],
	[
		'快速',
		'简单说',
		'一句话',
		'一行代码',
		'简短',
		'不用展开',
		'简要',
		'赶时间',
		'急用',
		'一言で',
		'手短',
		'簡単に',
		'ざっくり',
		'一行で',
		'さくっと',
		'サクッと',
		'急ぎで',
		'短く',
		'간단히',
		'간단하게',
		'짧게',
		'한 줄로',
		'한줄로',
		'빨리',
		'급해',
		'한마디로',
		'대충',
	],
);

function anyOf(words: readonly string[], syllables: readonly string[]): RegExp {
	return new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}\\p{N}])|${syllables.join('|')}`, 'u');
}
