import { funnel } from "@/messages/en/funnel";
import { addMessages } from "@/messages/messages";

addMessages(funnel);
