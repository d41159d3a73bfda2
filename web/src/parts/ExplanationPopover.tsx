import { lazy, Suspense } from "react";
import { useAsked } from "./explained";

const StageExplanation = lazy(() => import("./StageExplanation"));
const StandingExplanation = lazy(() => import("./standing/StandingExplanation"));

/** The only explanation popover of the page, anchored to the clicked badge. */
export function ExplanationPopover() {
  const asked = useAsked();
  return (
    <Suspense>
      {asked?.about === "stage" && <StageExplanation {...asked} />}
      {asked?.about === "standing" && <StandingExplanation {...asked} />}
    </Suspense>
  );
}
