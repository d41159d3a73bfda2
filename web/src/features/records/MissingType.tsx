import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { LayoutList } from "lucide-react";
import { EmptyState } from "@/parts/EmptyState";
import { Page } from "@/parts/Page";
import { t } from "@/messages/messages";

/** An address that names no record type. */
export function MissingType() {
  return (
    <Page title={t("records.types.title")}>
      <EmptyState
        icon={LayoutList}
        title={t("records.missing.title")}
        text={t("records.missing.text")}
        actions={
          <Button component={Link} to="/record-types" variant="default">
            {t("records.types.title")}
          </Button>
        }
      />
    </Page>
  );
}
