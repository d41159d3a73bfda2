import "./messages";
import { useQuery } from "@tanstack/react-query";
import { frameworksQuery } from "@/api/frameworks";
import { ErrorState } from "@/parts/ErrorState";
import { Page } from "@/parts/Page";
import { CardSkeleton } from "@/parts/Skeletons";
import { t } from "@/messages/messages";
import { JobProgress } from "../vocabularies/JobProgress";
import vocabularies from "../vocabularies/vocabularies.module.css";
import { FrameworkItem } from "./FrameworkItem";
import { useSwitching } from "./useSwitching";

/** Every framework: those in use first. */
export default function FrameworksPage() {
  const { data, error, refetch } = useQuery(frameworksQuery);
  const switching = useSwitching();
  const inUse = data?.filter((one) => one.in_use) ?? [];
  const others = data?.filter((one) => !one.in_use) ?? [];
  return (
    <Page title={t("frameworks.title")} note={data && t("frameworks.inUse", { count: inUse.length })}>
      <p className={vocabularies.lead}>{t("frameworks.lead")}</p>
      {error && <ErrorState thrown={error} again={() => void refetch()} />}
      {!data && !error && <CardSkeleton />}
      {switching.running && <JobProgress {...switching.running} />}
      <div className={vocabularies.cards}>
        {[...inUse, ...others].map((framework) => (
          <FrameworkItem
            key={framework.name}
            framework={framework}
            isLast={framework.in_use && inUse.length === 1}
            isBusy={switching.running !== undefined}
            use={switching.adopt}
            retire={switching.retire}
          />
        ))}
      </div>
    </Page>
  );
}
