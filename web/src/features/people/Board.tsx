import "@/features/conversion/messages";
import { lazy, Suspense, useState } from "react";
import type { PartyRequest } from "@/api/parties";
import type { Party, Stage, Vocabulary } from "@/api/wire";
import classes from "@/parts/board/board.module.css";
import { PageSkeleton } from "@/parts/Skeletons";
import { t } from "@/messages/messages";
import { BoardLane } from "./BoardLane";

const ConversionDialog = lazy(() => import("@/features/conversion/ConversionDialog"));
const EvidenceOffer = lazy(() => import("./EvidenceOffer"));

interface Props {
  request: PartyRequest;
  vocabulary: Vocabulary | undefined;
}

/** A card and the stage on which it was dropped, or which was chosen by keys. */
export interface Wish {
  party: Party;
  stage: Stage;
}

/** The parties of a request by their stage. Dragging sets no stage: it shows what evidence would lead to it. */
export default function Board({ request, vocabulary }: Props) {
  const [wish, setWish] = useState<Wish>();
  const [converting, setConverting] = useState<string>();
  if (!vocabulary) return <PageSkeleton />;
  return (
    <>
      <section className={classes.board} aria-label={t("view.board")}>
        {vocabulary.stages.map((stage) => (
          <BoardLane key={stage.name} request={request} vocabulary={vocabulary} stage={stage} wishFor={setWish} convert={setConverting} />
        ))}
      </section>
      <Suspense>
        {wish && <EvidenceOffer wish={wish} vocabulary={vocabulary} close={() => setWish(undefined)} convert={setConverting} />}
        {converting !== undefined && <ConversionDialog id={converting} close={() => setConverting(undefined)} />}
      </Suspense>
    </>
  );
}
