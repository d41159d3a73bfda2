import { Page } from "@/parts/Page";
import { UnknownVocabulary } from "@/parts/UnknownVocabulary";
import { useUnknownVocabulary } from "@/shell/useUnknownVocabulary";
import { t } from "@/messages/messages";
import classes from "./home.module.css";
import { NowCard } from "./NowCard";
import { QuietCard } from "./QuietCard";
import { RecentCard } from "./RecentCard";

function Cards() {
  return (
    <div className={classes.cards}>
      <div className={classes.stack}>
        <NowCard />
        <QuietCard />
      </div>
      <RecentCard />
    </div>
  );
}

/** The overview: records by stage, records without recent activity, and recent changes. */
export function Overview() {
  const unknown = useUnknownVocabulary();
  return <Page title={t("home.title")}>{unknown === undefined ? <Cards /> : <UnknownVocabulary name={unknown} />}</Page>;
}
