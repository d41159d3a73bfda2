import "./messages";
import { useQuery } from "@tanstack/react-query";
import { versionQuery } from "@/api/version";
import { Page } from "@/parts/Page";
import { LinkText, TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import classes from "./about.module.css";

const IDEAS = ["evidence", "stage", "vocabulary", "undo"] as const;

/** What Casebook is, its version, and where to read more. */
export default function AboutPage() {
  const { data } = useQuery(versionQuery);
  return (
    <Page title={t("shell.about")} as="text">
      <div className={classes.about}>
        <p className={classes.lead}>{t("about.lead")}</p>
        <dl>
          {IDEAS.map((idea) => (
            <div key={idea}>
              <dt>{t(`about.${idea}.title`)}</dt>
              <dd>{t(`about.${idea}.text`)}</dd>
            </div>
          ))}
        </dl>
        <h2>{t("about.more")}</h2>
        <ul>
          <li>
            <TextLink to="/glossary">{t("about.glossary")}</TextLink>
          </li>
          <li>
            <TextLink to="/vocabularies">{t("about.vocabularies")}</TextLink>
          </li>
          <li>
            <LinkText href="/api/docs">{t("about.api")}</LinkText>
          </li>
        </ul>
        <p className={classes.small}>{t("about.version", { version: data?.version ?? "…" })}</p>
      </div>
    </Page>
  );
}
