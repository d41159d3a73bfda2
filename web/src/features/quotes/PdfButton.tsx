import { Button } from "@mantine/core";
import { Download } from "lucide-react";
import { t } from "@/messages/messages";

/** Saves a quote as a PDF. */
export function PdfButton({ href }: { href: string }) {
  return (
    <Button component="a" href={href} download variant="default" leftSection={<Download size={14} aria-hidden="true" />}>
      {t("quotes.pdf")}
    </Button>
  );
}
