import "./messages";
import { ErrorState } from "@/parts/ErrorState";
import { Page } from "@/parts/Page";
import { TextLink } from "@/parts/TextLink";
import { UnknownVocabulary } from "@/parts/UnknownVocabulary";
import { useUnknownVocabulary } from "@/shell/useUnknownVocabulary";
import { useVocabulary } from "@/shell/useVocabulary";
import { t } from "@/messages/messages";
import { Actions } from "./Actions";
import { Controls } from "./Controls";
import { FunnelContent } from "./FunnelContent";
import { FunnelSkeleton } from "./FunnelSkeleton";
import classes from "./funnel.module.css";
import { useFunnel, useFunnelSearch } from "./useFunnel";

/** The funnel: how many reached each stage, where the others stopped, and who they are. */
export default function FunnelPage() {
  const { vocabulary: shown } = useVocabulary();
  const unknown = useUnknownVocabulary();
  const vocabulary = unknown === undefined ? shown : undefined;
  const { search, set } = useFunnelSearch();
  const funnels = useFunnel(search, vocabulary);
  const { asked, funnel, vocabulary: drawn, error, again } = funnels;
  return (
    <Page
      title={t("funnel.title")}
      actions={vocabulary && <Actions search={search} funnels={funnels} vocabulary={vocabulary} />}
    >
      <div className={classes.page}>
        {vocabulary && <Controls search={search} set={set} vocabulary={vocabulary} />}
        {unknown !== undefined ? (
          <UnknownVocabulary name={unknown} />
        ) : error ? (
          <ErrorState thrown={error} again={again} />
        ) : funnel && drawn && asked ? (
          <FunnelContent funnels={funnels} funnel={funnel} options={asked.main} vocabulary={drawn} search={search} set={set} />
        ) : (
          <FunnelSkeleton />
        )}
        <p className={classes.note}>
          <TextLink to="/numbers">{t("numbers.open")}</TextLink>
        </p>
      </div>
    </Page>
  );
}
