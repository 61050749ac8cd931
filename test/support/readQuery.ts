/** One item's query, by itself. */
import { openQueries } from '../../nodes/BatchGetTalentId/read/query';
import type { ParameterReader } from '../../nodes/BatchGetTalentId/read/query';
import type { MatchBy } from '../../nodes/BatchGetTalentId/types';

/** Reads what one item asks. */
export const readQuery = (itemIndex: number, reader: ParameterReader, matchBy: MatchBy) =>
	openQueries(reader, matchBy)(itemIndex);
