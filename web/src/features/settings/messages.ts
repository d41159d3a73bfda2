import { settings } from "@/messages/en/settings";
import { addMessages } from "@/messages/messages";

addMessages(settings);
