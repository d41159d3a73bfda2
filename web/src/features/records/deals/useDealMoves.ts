import { useState } from "react";
import { keys } from "@/api/keys";
import type { Pipeline } from "@/api/pipelines";
import { queries } from "@/api/queries";
import { changeRecord } from "@/api/records";
import type { RecordPatch, StoredRecord } from "@/api/wire";
import { toast, toastProblem } from "@/shell/toast";
import { t } from "@/messages/messages";
import type { RecordLane } from "../lanes";
import type { Moves } from "../useMoves";
import { lackingFor } from "./pipelines";

/** A move that needs more: which fields the stage asks for. */
export interface AskedMove {
  record: StoredRecord;
  lane: RecordLane;
  lacking: string[];
}

interface DealMoves {
  moves: Moves;
  asked: AskedMove | undefined;
  /** Moves the deal that is asked about, with what was filled in; throws what the server refuses. */
  answer: (filled: RecordPatch) => Promise<void>;
  close: () => void;
}

/** Moves a deal, and offers to undo that; `done` is called before the board shows it. */
async function put(record: StoredRecord, lane: RecordLane, filled: RecordPatch, done?: () => void): Promise<void> {
  const again = () => queries.invalidateQueries({ queryKey: keys.records("deals") });
  const fields = { ...filled.fields, stage: lane.value };
  const { body, undo } = await changeRecord("deals", record.id, "*", { ...filled, fields });
  done?.();
  await again();
  toast({ message: t("records.moved", { name: body.name, choice: lane.title }), undo: undo && (() => undo().finally(again)) });
}

/** Moves deals between the stages of a pipeline; what a stage requires is asked for first. */
export function useDealMoves(pipeline: Pipeline): DealMoves {
  const [followed, setFollowed] = useState<Moves["followed"]>();
  const [asked, setAsked] = useState<AskedMove>();
  const landed = () => setFollowed(undefined);
  async function begin(record: StoredRecord, lane: RecordLane) {
    const lacking = lane.value === null ? [] : lackingFor(pipeline, lane.value, record);
    if (lacking.length > 0) {
      setAsked({ record, lane, lacking });
      return;
    }
    try {
      await put(record, lane, {});
    } catch (thrown) {
      landed();
      toastProblem(thrown);
    }
  }
  function choose(record: StoredRecord, lane: RecordLane) {
    setFollowed({ record: record.id, lane: lane.value });
    void begin(record, lane);
  }
  const close = () => {
    setAsked(undefined);
    landed();
  };
  async function answer(filled: RecordPatch) {
    if (!asked) return;
    // A dialog that is open would keep the focus from the card.
    await put(asked.record, asked.lane, filled, () => setAsked(undefined));
  }
  return { moves: { followed, landed, drop: (record, lane) => void begin(record, lane), choose }, asked, answer, close };
}
