import type { Progress } from "@/parts/table/useRun";
import { t } from "@/messages/messages";

/** How far the conversion has come. */
export function Working({ progress }: { progress: Progress | undefined }) {
  if (!progress) return null;
  return (
    <span role="status" className="numeric">
      {t("chosen.working", { ...progress })}
    </span>
  );
}
