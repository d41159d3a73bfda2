import { Alert, Button, TextInput } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { t } from "@/messages/messages";
import classes from "./quotes.module.css";

/** The link for the recipient, which is shown only once. */
export function RecipientLink({ path }: { path: string }) {
  const { copied, copy } = useClipboard();
  const link = `${location.origin}${path}`;
  return (
    <Alert color="gray" my="md">
      <TextInput readOnly label={t("quotes.link.once")} value={link} onFocus={(event) => event.currentTarget.select()} />
      <div className={classes.actions}>
        <Button variant="default" size="xs" onClick={() => copy(link)}>
          {t(copied ? "quotes.link.copied" : "quotes.link.copy")}
        </Button>
      </div>
    </Alert>
  );
}
