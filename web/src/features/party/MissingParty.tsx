import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { UserRoundX } from "lucide-react";
import { EmptyState } from "@/parts/EmptyState";
import { Page } from "@/parts/Page";
import { open } from "@/shell/opened";
import { t } from "@/messages/messages";

/** The page of an unknown record. */
export function MissingParty() {
  return (
    <Page title={t("party.missing.title")}>
      <EmptyState
        icon={UserRoundX}
        title={t("party.missing.nobody")}
        text={t("party.missing.text")}
        actions={
          <>
            <Button onClick={() => open("palette")}>{t("party.missing.search")}</Button>
            <Button variant="default" component={Link} to="/people">
              {t("shell.people")}
            </Button>
            <Button variant="default" component={Link} to="/organizations">
              {t("shell.organizations")}
            </Button>
          </>
        }
      />
    </Page>
  );
}
