//! The reference for people: the description of the API as one page, written by the server.
//!
//! A page of our own instead of a ready-made viewer: those are several megabytes of script, which the policy of
//! this server forbids for good reasons, and show nothing until it has run.

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use serde_json::Value;

use crate::api::openapi::Description;
use crate::state::Shared;

/// The last page that was written, and the description that it shows.
static LAST: Mutex<Option<(Bytes, Bytes)>> = Mutex::new(None);

/// The reference.
pub(crate) async fn page(
    State(shared): State<Shared>,
    Extension(description): Extension<Description>,
) -> impl IntoResponse {
    let text = description.present(&shared).await;
    ([(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-cache")], written(text))
}

fn written(text: Bytes) -> Bytes {
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, page)) = last.as_ref().filter(|(of, _)| *of == text) {
        return page.clone();
    }
    let mut page = Page::default();
    // Writing to a string does not fail, and the description was written as JSON.
    let _ = page.write(&serde_json::from_slice(&text).unwrap_or_default());
    let page = Bytes::from(page.0);
    *last = Some((text, page.clone()));
    page
}

#[derive(Default)]
struct Page(String);

const HEAD: &str = r#"<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Casebook API</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/style.css">
  </head>
  <body>
    <header><p class="name"><img src="/favicon.svg" alt="" width="32" height="32">Casebook API</p></header>
    <main>
"#;

impl Page {
    fn write(&mut self, document: &Value) -> std::fmt::Result {
        self.0 += HEAD;
        let info = &document["info"];
        writeln!(self.0, "<section><h1>The API</h1><p>{}</p>", prose(&info["description"]))?;
        writeln!(
            self.0,
            "<p>Version {}. The same for programs: <a href=\"/api/v1/openapi.json\">openapi.json</a> (OpenAPI 3.1).</p></section>",
            text(&info["version"])
        )?;
        self.contents(document)?;
        for tag in document["tags"].as_array().into_iter().flatten() {
            self.tag(document, tag)?;
        }
        self.0 += "<section><h2 id=\"shapes\">Shapes</h2>\n";
        for (name, schema) in entries(&document["components"]["schemas"]) {
            self.shape(name, schema)?;
        }
        self.0 += "</section></main></body></html>\n";
        Ok(())
    }

    /// Links to what each tag is about, with its operations.
    fn contents(&mut self, document: &Value) -> std::fmt::Result {
        self.0 += "<nav aria-label=\"Contents\"><ul class=\"contents\">\n";
        for tag in document["tags"].as_array().into_iter().flatten().filter_map(|tag| tag["name"].as_str()) {
            writeln!(self.0, "<li><a href=\"#{0}\">{0}</a><ul>", escaped(tag))?;
            for (_, _, operation) in operations(document, tag) {
                let id = text(&operation["operationId"]);
                writeln!(self.0, "<li><a href=\"#{id}\">{}</a></li>", prose(&operation["summary"]))?;
            }
            self.0 += "</ul></li>\n";
        }
        self.0 += "<li><a href=\"#shapes\">Shapes</a></li></ul></nav>\n";
        Ok(())
    }

    fn tag(&mut self, document: &Value, tag: &Value) -> std::fmt::Result {
        let name = tag["name"].as_str().unwrap_or_default();
        writeln!(
            self.0,
            "<section><h2 id=\"{0}\">{0}</h2><p class=\"intro\">{1}</p>",
            escaped(name),
            prose(&tag["description"])
        )?;
        for (path, method, operation) in operations(document, name) {
            self.operation(document, path, method, operation)?;
        }
        self.0 += "</section>\n";
        Ok(())
    }

    fn operation(
        &mut self,
        document: &Value,
        path: &str,
        method: &str,
        operation: &Value,
    ) -> std::fmt::Result {
        let id = text(&operation["operationId"]);
        writeln!(self.0, "<h3 id=\"{id}\"><code>{} {}</code></h3>", method.to_uppercase(), escaped(path))?;
        writeln!(self.0, "<p>{}.</p>", prose(&operation["summary"]))?;
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let rows: Vec<[String; 3]> = parameters
            .map(|one| {
                let place = format!("{} ({})", text(&one["name"]), text(&one["in"]));
                [place, type_of(&one["schema"]), prose(&one["description"])]
            })
            .collect();
        self.table(["Parameter", "Type", "Meaning"], &rows)?;
        for (media, content) in entries(&operation["requestBody"]["content"]) {
            writeln!(self.0, "<p>Body ({}): {}</p>", escaped(media), type_of(&content["schema"]))?;
        }
        let rows: Vec<[String; 3]> = entries(&operation["responses"])
            .map(|(status, response)| {
                let response = resolved(document, response);
                let types: Vec<String> =
                    entries(&response["content"]).map(|(_, content)| type_of(&content["schema"])).collect();
                [escaped(status), types.join(", "), prose(&response["description"])]
            })
            .collect();
        self.table(["Status", "Body", "Meaning"], &rows)
    }

    fn shape(&mut self, name: &str, schema: &Value) -> std::fmt::Result {
        writeln!(self.0, "<h3 id=\"shape-{0}\"><code>{0}</code></h3>", escaped(name))?;
        writeln!(self.0, "<p>{} {}</p>", type_of(schema), prose(&schema["description"]))?;
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let rows: Vec<[String; 3]> = entries(&schema["properties"])
            .map(|(name, property)| {
                let needed = if required.contains(&name) { "" } else { " (optional)" };
                [format!("{}{needed}", escaped(name)), type_of(property), prose(&property["description"])]
            })
            .collect();
        self.table(["Field", "Type", "Meaning"], &rows)
    }

    /// A table of cells that are HTML already; nothing without rows.
    fn table(&mut self, titles: [&str; 3], rows: &[[String; 3]]) -> std::fmt::Result {
        if rows.is_empty() {
            return Ok(());
        }
        self.0 += "<table class=\"facts\"><thead><tr>";
        for title in titles {
            write!(self.0, "<th scope=\"col\">{title}</th>")?;
        }
        self.0 += "</tr></thead><tbody>\n";
        for [first, second, third] in rows {
            let [_, of_second, of_third] = titles;
            writeln!(
                self.0,
                "<tr><th scope=\"row\"><code>{first}</code></th><td data-of=\"{of_second}\">{second}</td>\
                 <td data-of=\"{of_third}\">{third}</td></tr>"
            )?;
        }
        self.0 += "</tbody></table>\n";
        Ok(())
    }
}

/// A type in words, as HTML: the shapes it names are links.
fn type_of(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        return format!("<a href=\"#shape-{0}\">{0}</a>", escaped(name));
    }
    for joint in ["oneOf", "anyOf", "allOf"] {
        if let Some(parts) = schema[joint].as_array() {
            return parts.iter().map(type_of).collect::<Vec<_>>().join(" or ");
        }
    }
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().map(text).collect::<Vec<_>>().join(" | ");
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().map(text).collect::<Vec<_>>().join(" or "),
        kind => text(kind),
    };
    let extra = match (schema.get("items"), schema.get("additionalProperties"), schema.get("format")) {
        (Some(items), _, _) => format!(" of {}", type_of(items)),
        (_, Some(values @ Value::Object(_)), _) => format!(" of {}", type_of(values)),
        (_, _, Some(format)) => format!(" ({})", text(format)),
        _ => String::new(),
    };
    kind + &extra
}

fn resolved<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    let pointer = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    pointer.and_then(|pointer| document.pointer(pointer)).unwrap_or(value)
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

/// The operations of a tag: path, method and description.
fn operations<'d>(document: &'d Value, tag: &'d str) -> impl Iterator<Item = (&'d str, &'d str, &'d Value)> {
    let is_of = move |operation: &Value| {
        operation["tags"].as_array().is_some_and(|tags| tags.iter().any(|one| one == tag))
    };
    entries(&document["paths"])
        .flat_map(|(path, item)| entries(item).map(move |(method, operation)| (path, method, operation)))
        .filter(move |(_, _, operation)| is_of(operation))
}

/// Text with code in backticks, as HTML.
fn prose(value: &Value) -> String {
    let escaped = text(value);
    let mut html = String::with_capacity(escaped.len());
    let mut rest = escaped.as_str();
    // One that is not closed stays as it is.
    while let Some((before, (code, after))) =
        rest.split_once('`').and_then(|(before, rest)| Some((before, rest.split_once('`')?)))
    {
        html += before;
        html += "<code>";
        html += code;
        html += "</code>";
        rest = after;
    }
    html + rest
}

fn text(value: &Value) -> String {
    escaped(value.as_str().unwrap_or_default())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
