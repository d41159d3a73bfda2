import { lazy, Suspense } from "react";
import { useAsked } from "./explained";

const StageExplanation = lazy(() => import("./StageExplanation"));
const StandingExplanation = lazy(() => import("./standing/StandingExplanation"));

/** The one explanation of the page, hung on whichever badge was pressed. */
export function ExplanationPopover() {
  const asked = useAsked();
  return (
    <Suspense>
      {asked?.about === "stage" && <StageExplanation {...asked} />}
      {asked?.about === "standing" && <StandingExplanation {...asked} />}
    </Suspense>
  );
}
