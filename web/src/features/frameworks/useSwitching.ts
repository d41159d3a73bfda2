import { activateFramework, type FrameworkSwitched, frameworkQuery, retireFramework } from "@/api/frameworks";
import { queries } from "@/api/queries";
import { toast, toastProblem } from "@/shell/toast";
import { t } from "@/messages/messages";
import { useState } from "react";
import { useJob } from "../vocabularies/useJob";

/** Putting a framework to use, or out of use, with progress and stop. */
export function useSwitching() {
  const using = useJob(activateFramework, false);
  const retiring = useJob(retireFramework, false);
  const [name, setName] = useState("");

  async function ended(switched: FrameworkSwitched | null | undefined, message: (of: FrameworkSwitched) => string) {
    if (switched === null) toast({ message: t("frameworks.stopped") });
    if (!switched) return undefined;
    await queries.invalidateQueries();
    toast({ message: message(switched) });
    return switched;
  }

  /** Puts a text to use. */
  async function adoptText(of: string, toml: string) {
    setName(of);
    return ended(await using.run(toml), (one) =>
      t(one.unchanged ? "frameworks.done.unchanged" : "frameworks.done", { version: one.version, name: one.name }),
    );
  }

  /** Puts the stored text of a framework to use. */
  async function adopt(of: string) {
    try {
      const { toml } = await queries.fetchQuery(frameworkQuery(of));
      await adoptText(of, toml);
    } catch (thrown) {
      toastProblem(thrown);
    }
  }

  async function retire(of: string) {
    setName(of);
    await ended(await retiring.run(of), (one) => t("frameworks.retired", { name: one.name }));
  }

  const running = using.isRunning
    ? { label: t("frameworks.using", { name }), progress: using.progress, stop: using.stop }
    : retiring.isRunning
      ? { label: t("frameworks.retiring", { name }), progress: retiring.progress, stop: retiring.stop }
      : undefined;
  return { running, adopt, adoptText, retire };
}
