import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { EmptyState } from "@/parts/EmptyState";
import { Page } from "@/parts/Page";
import { t } from "@/messages/messages";

/** The page of an unknown address. */
export function MissingPage() {
  return (
    <Page title={t("missing.page")}>
      <EmptyState
        icon={Compass}
        title={t("missing.title")}
        text={t("missing.detail")}
        actions={
          <Button variant="default" component={Link} to="/">
            {t("error.home")}
          </Button>
        }
      />
    </Page>
  );
}
