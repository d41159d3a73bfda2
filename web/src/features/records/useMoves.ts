import { useState } from "react";
import { keys } from "@/api/keys";
import { queries } from "@/api/queries";
import { putField } from "@/api/records";
import type { RecordField, RecordType, StoredRecord } from "@/api/wire";
import { toast, toastProblem } from "@/shell/toast";
import { t } from "@/messages/messages";
import type { RecordLane } from "./lanes";

/** How the cards of a board are moved. */
export interface Moves {
  /** The card that was moved by keys: it takes the focus with it into its new lane. */
  followed: { record: string; lane: string | null } | undefined;
  landed: () => void;
  drop: (record: StoredRecord, lane: RecordLane) => void;
  choose: (record: StoredRecord, lane: RecordLane) => void;
}

/** Puts a record in a lane, and offers to undo all that came of it. Returns whether it is there. */
async function put(of: RecordType, by: RecordField, record: StoredRecord, lane: RecordLane): Promise<boolean> {
  const again = () => queries.invalidateQueries({ queryKey: keys.records(of.plural) });
  try {
    const { body, undo } = await putField(of.plural, record.id, by.name, lane.value);
    await again();
    toast({ message: t("records.moved", { name: body.name, choice: lane.title }), undo: undo && (() => undo().finally(again)) });
    return true;
  } catch (thrown) {
    toastProblem(thrown);
    return false;
  }
}

/** Moves records to lanes. */
export function useMoves(of: RecordType, by: RecordField): Moves {
  const [followed, setFollowed] = useState<Moves["followed"]>();
  const landed = () => setFollowed(undefined);
  async function choose(record: StoredRecord, lane: RecordLane) {
    setFollowed({ record: record.id, lane: lane.value });
    if (!(await put(of, by, record, lane))) landed();
  }
  return {
    followed,
    landed,
    drop: (record, lane) => void put(of, by, record, lane),
    choose: (record, lane) => void choose(record, lane),
  };
}
