export const TONES = [
	'neutral',
	'professional',
	'friendly',
	'casual',
	'confident',
	'persuasive',
	'humorous',
] as const;

export const LENGTHS = [ 'short', 'medium', 'long' ] as const;

export const ASPECT_RATIOS = [
	'1:1',
	'3:2',
	'2:3',
	'4:3',
	'3:4',
	'16:9',
	'9:16',
] as const;
export const IMAGE_QUALITIES = [ 'standard', 'high' ] as const;
export const IMAGE_STYLES = [
	'natural',
	'vivid',
	'photo',
	'illustration',
	'drawing',
	'painting',
] as const;
export const IMAGE_BACKGROUNDS = [ 'auto', 'opaque', 'transparent' ] as const;
export const IMAGE_FORMATS = [ 'png', 'jpeg', 'webp' ] as const;
