/** What one item, or a cell, is read as. */
import type { Reading } from '../../nodes/BatchGetTalentId/read/cell';
import { isProblem } from '../../nodes/BatchGetTalentId/read/problems';
import { openQueries } from '../../nodes/BatchGetTalentId/read/query';
import type { ParameterReader } from '../../nodes/BatchGetTalentId/read/query';
import type { Identifier, MatchBy } from '../../nodes/BatchGetTalentId/types';

/** Reads what one item asks. */
export const readQuery = (itemIndex: number, reader: ParameterReader, matchBy: MatchBy) =>
	openQueries(reader, matchBy)(itemIndex);

const show = ({ qualifier, value }: Identifier) => (qualifier ? `${qualifier}:${value}` : value);

/** The readings of a cell in short: `86:13800138000 {852:…}`, other spellings in braces, or a message. */
export const shown = (readings: Reading[]): string[] =>
	readings.map((reading) => {
		if (isProblem(reading)) return reading.message;
		const others = (reading.otherSpellings ?? []).map(show).join(' ');
		return others ? `${show(reading)} {${others}}` : show(reading);
	});
