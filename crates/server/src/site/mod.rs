//! Pages for people: the screens, a placeholder if they are not built, and the reference of the API.

pub(crate) mod assets;
pub(crate) mod placeholder;
pub(crate) mod reference;

use axum::Router;
use axum::routing::get;

use crate::state::Shared;

/// The screens find out by the address what to show; each of these is the same page.
const SCREENS: [&str; 21] = [
    "/",
    "/people",
    "/organizations",
    "/parties",
    "/parties/{id}",
    "/funnel",
    "/record-types",
    "/records/{plural}",
    "/records/{plural}/{id}",
    "/deals/funnel",
    "/pipelines",
    "/pipelines/{name}",
    "/quote/{id}",
    "/quotes/{token}",
    "/imports",
    "/imports/{id}",
    "/vocabularies",
    "/vocabularies/{name}",
    "/vocabularies/{name}/edit",
    "/glossary",
    "/about",
];

/// Pages for people, and what belongs to them.
pub(crate) fn pages() -> Router<Shared> {
    let screens = SCREENS.iter().fold(Router::new(), |pages, path| pages.route(path, get(assets::screens)));
    screens
        .route("/assets/{*file}", get(assets::asset))
        .route("/first-paint.js", get(assets::named))
        .route("/style.css", get(placeholder::style))
        .route("/favicon.svg", get(placeholder::favicon))
        .route("/api/docs", get(reference::page))
}
