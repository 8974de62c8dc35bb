#include "api/docs_page.h"

#include <algorithm>
#include <format>
#include <vector>

#include "api/openapi.h"

namespace hebb::api {
namespace {

constexpr std::string_view kStyle = R"css(
:root { color-scheme: light dark; --line: #8884; --soft: #8882; --accent: #3b6ea8; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 62rem; padding: 1rem 1.25rem 4rem; }
h1 { font-size: 1.8rem; margin-bottom: 0; }
h2 { border-bottom: 1px solid var(--line); font-size: 1.3rem; margin-top: 2.5rem; text-transform: capitalize; }
nav ul { columns: 2; list-style: none; padding: 0; }
nav a { color: inherit; text-decoration-color: var(--line); }
section { border: 1px solid var(--line); border-radius: 8px; margin: 1rem 0; padding: .25rem 1rem 1rem; }
section h3 { font: 600 1rem/1.5 ui-monospace, monospace; margin: .75rem 0 0; overflow-wrap: anywhere; }
section h3 b { background: var(--accent); border-radius: 4px; color: #fff; font-size: .8rem; margin-right: .5rem; padding: .15rem .5rem; }
h4 { font-size: .9rem; margin: 1rem 0 .25rem; }
table { border-collapse: collapse; font-size: .9rem; width: 100%; }
th, td { border-bottom: 1px solid var(--soft); padding: .25rem .75rem .25rem 0; text-align: left; vertical-align: top; }
td:first-child, code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
details { margin-top: .75rem; }
summary { cursor: pointer; font-size: .9rem; font-weight: 600; }
@media (max-width: 40rem) { nav ul { columns: 1; } }
)css";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : std::string(between)) + word;
  return out;
}

// "string or null", "array of integer" …
std::string type_text(const JsonNode& schema) {
  std::string type = schema.text("type");
  if (type.empty()) type = joined(schema.texts("type"), " or ");
  if (type.empty()) {
    std::vector<std::string> forms;
    for (const JsonNode& form : schema.items("anyOf")) forms.push_back(type_text(form));
    type = joined(forms, " or ");
  }
  if (JsonNode copy = schema; copy.has("items")) type += " of " + type_text(copy.object("items"));
  return type.empty() ? "any" : type;
}

std::string limits_text(const JsonNode& schema) {
  std::vector<std::string> said;
  if (schema.has("enum")) said.push_back(joined(schema.texts("enum"), ", "));
  if (schema.has("format")) said.push_back(schema.text("format"));
  const auto range = [&](std::string_view least, std::string_view most, std::string_view unit) {
    if (!schema.has(least) && !schema.has(most)) return;
    const std::string from = schema.json(least), to = schema.json(most);
    said.push_back((from.empty() ? "at most " + to
                    : to.empty() ? "from " + from
                    : from == to ? from
                                 : from + " to " + to) +
                   std::string(unit));
  };
  range("minimum", "maximum", "");
  range("minLength", "maxLength", " characters");
  range("minItems", "maxItems", " items");
  if (schema.has("default")) said.push_back("default " + schema.json("default"));
  if (schema.has("description")) said.push_back(schema.text("description"));
  return joined(said, "; ");
}

std::string row(const std::string& name, const JsonNode& schema, bool required) {
  return std::format("<tr><td>{}</td><td>{}</td><td>{}{}</td></tr>\n", escaped(name), escaped(type_text(schema)),
                     required ? "required; " : "", escaped(limits_text(schema)));
}

// A row for every field, those of objects inside by their path.
void add_rows(std::string& out, JsonNode schema, const std::string& prefix) {
  if (schema.has("items")) return add_rows(out, schema.object("items"), prefix + "[]");
  for (const JsonNode& form : schema.items("anyOf")) add_rows(out, form, prefix);
  const auto required = schema.texts("required");
  if (!schema.has("properties")) return;
  for (const auto& [name, field] : schema.object("properties").members()) {
    const std::string path = prefix.empty() ? name : prefix + "." + name;
    out += row(path, field, std::ranges::contains(required, name));
    add_rows(out, field, path);
  }
}

std::string table(const std::string& rows) {
  return "<table><tr><th>Name</th><th>Type</th><th></th></tr>\n" + rows + "</table>\n";
}

std::string parameters_of(const JsonNode& operation) {
  std::string rows;
  for (JsonNode parameter : operation.items("parameters")) {
    rows += row(parameter.text("name") + (parameter.text("in") == "path" ? " (path)" : ""), parameter.object("schema"),
                parameter.has("required"));
  }
  return rows.empty() ? "" : "<h4>Parameters</h4>\n" + table(rows);
}

std::string body_of(JsonNode operation) {
  if (!operation.has("requestBody")) return "";
  JsonNode body = operation.object("requestBody");
  std::string out = "<h4>Body</h4>\n";
  if (body.has("description")) out += "<p>" + escaped(body.text("description")) + "</p>\n";
  for (auto [type, media] : body.object("content").members()) {
    std::string rows;
    add_rows(rows, media.object("schema"), "");
    out += "<p><code>" + escaped(type) + "</code></p>\n" + (rows.empty() ? "" : table(rows));
  }
  return out;
}

std::string responses_of(JsonNode operation) {
  std::string rows;
  std::string reply;
  for (auto [status, response] : operation.object("responses").members()) {
    rows += std::format("<tr><td>{}</td><td>{}</td></tr>\n", escaped(status), escaped(response.text("description")));
    if (status != "200" || !response.has("content")) continue;
    for (auto [type, media] : response.object("content").members()) {
      std::string fields;
      add_rows(fields, media.object("schema"), "");
      reply += "<details><summary>Reply: <code>" + escaped(type) + "</code></summary>\n" +
               (fields.empty() ? "" : table(fields)) + "</details>\n";
    }
  }
  return reply + "<details><summary>Statuses</summary>\n<table>" + rows + "</table></details>\n";
}

std::string section_of(const std::string& method, const std::string& path, const JsonNode& operation) {
  return std::format("<section id=\"{}\"><h3><b>{}</b>{}</h3>\n<p>{}</p>\n", escaped(operation.text("operationId")),
                     escaped(method), escaped(path),
                     escaped(operation.text("summary") + ". " + operation.text("description"))) +
         parameters_of(operation) + body_of(operation) + responses_of(operation) + "</section>\n";
}

struct Entry {
  std::string tag, link, section;
};

std::vector<Entry> entries_of(JsonNode document) {
  std::vector<Entry> entries;
  for (const auto& [path, item] : document.object("paths").members()) {
    for (const auto& [method, operation] : item.members()) {
      std::string shown = method;
      std::ranges::transform(shown, shown.begin(), [](char c) { return static_cast<char>(c - 'a' + 'A'); });
      entries.push_back({.tag = joined(operation.texts("tags"), " "),
                         .link = std::format("<li><a href=\"#{}\">{} {}</a></li>\n",
                                             escaped(operation.text("operationId")), escaped(shown), escaped(path)),
                         .section = section_of(shown, path, operation)});
    }
  }
  return entries;
}

std::string page() {
  JsonBuilder document;
  build_openapi(document.root());
  const auto entries = entries_of(document.root());
  std::vector<std::string> tags;
  std::string links;
  for (const Entry& entry : entries) {
    links += entry.link;
    if (!std::ranges::contains(tags, entry.tag)) tags.push_back(entry.tag);
  }
  std::string sections;
  for (const auto& tag : tags) {
    sections += "<h2>" + escaped(tag) + "</h2>\n";
    for (const Entry& entry : entries) {
      if (entry.tag == tag) sections += entry.section;
    }
  }
  const JsonNode info = document.root().object("info");
  return std::format(
             "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<meta name=\"viewport\" "
             "content=\"width=device-width, initial-scale=1\">\n<title>{0} {1}</title>\n<style>{2}</style></head>\n"
             "<body><h1>{0} <small>{1}</small></h1>\n<p>{3}. The same for programs: <a href=\"/openapi.json\">"
             "/openapi.json</a>. Times are RFC 3339 in UTC, offsets milliseconds, errors "
             "<code>application/problem+json</code>.</p>\n<nav><ul>\n",
             escaped(info.text("title")), escaped(info.text("version")), kStyle, escaped(info.text("summary"))) +
         links + "</ul></nav>\n<main>\n" + sections + "</main></body></html>\n";
}

}  // namespace

const std::string& docs_page() {
  static const std::string text = page();
  return text;
}

}  // namespace hebb::api
