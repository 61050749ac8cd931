/** What a cell is read as, in short: `86:13800138000 {852:…}`, its other spellings in braces, or a message. */
import type { Reading } from '../../nodes/BatchGetTalentId/read/cell';
import { isProblem } from '../../nodes/BatchGetTalentId/read/problems';
import type { Identifier } from '../../nodes/BatchGetTalentId/types';

const show = ({ qualifier, value }: Identifier) => (qualifier ? `${qualifier}:${value}` : value);

/** The readings of a cell, each as a text. */
export const shown = (readings: Reading[]): string[] =>
	readings.map((reading) => {
		if (isProblem(reading)) return reading.message;
		const others = (reading.otherSpellings ?? []).map(show).join(' ');
		return others ? `${show(reading)} {${others}}` : show(reading);
	});
