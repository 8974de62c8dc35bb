#include "text/word_styles.h"

#include <pugixml.hpp>

#include "text/one_of.h"
#include "text/transcript_source.h"

namespace hebb {
namespace {

struct Style {
  ParagraphKind kind = ParagraphKind::text;
  std::string based_on;
};

// "heading 1", as all languages of Word name it within; "Heading1" of an id.
ParagraphKind kind_of_name(std::string_view name) {
  if (equals_ignoring_case(name, "title")) return ParagraphKind::title;
  if (starts_ignoring_case(name, "heading")) return ParagraphKind::heading;
  for (const std::string_view list : {"list bullet", "list number", "listbullet", "listnumber"}) {
    if (starts_ignoring_case(name, list)) return ParagraphKind::item;
  }
  return ParagraphKind::text;
}

pugi::xml_node child_of(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_node& child : node.children()) {
    if (local_name(child.name()) == name) return child;
  }
  return {};
}

Style style_of(const pugi::xml_node& node) {
  Style style{kind_of_name(value_of(child_of(node, "name"))), std::string(value_of(child_of(node, "basedOn")))};
  const pugi::xml_node properties = child_of(node, "pPr");
  const pugi::xml_node outline = child_of(properties, "outlineLvl");
  const pugi::xml_node list = child_of(child_of(properties, "numPr"), "numId");
  if (style.kind != ParagraphKind::text) return style;
  if (outline && value_of(outline) != "9")
    style.kind = ParagraphKind::heading;  // 9 is the body's
  else if (list && value_of(list) != "0")
    style.kind = ParagraphKind::item;
  return style;
}

std::string_view id_of(const pugi::xml_node& style) {
  for (const pugi::xml_attribute& attribute : style.attributes()) {
    if (local_name(attribute.name()) == "styleId") return attribute.value();
  }
  return {};
}

}  // namespace

WordStyles::WordStyles(const std::string& xml) {
  constexpr int kDeepestBase = 10;
  pugi::xml_document document;
  if (xml.empty() || !document.load_buffer(xml.data(), xml.size())) return;
  std::unordered_map<std::string, Style> styles;
  for (const pugi::xml_node& node : document.document_element().children()) {
    if (local_name(node.name()) == "style") styles.try_emplace(std::string(id_of(node)), style_of(node));
  }
  for (const auto& [id, own] : styles) {
    const Style* style = &own;
    for (int depth = 0; style->kind == ParagraphKind::text && depth < kDeepestBase; ++depth) {
      const auto base = styles.find(style->based_on);
      if (base == styles.end()) break;
      style = &base->second;
    }
    kinds_.emplace(id, style->kind);
  }
}

ParagraphKind WordStyles::kind_of(std::string_view id) const {
  const auto known = kinds_.find(std::string(id));
  return known != kinds_.end() ? known->second : kind_of_name(id);
}

std::string_view local_name(std::string_view name) {
  return name.substr(name.find(':') + 1);  // npos + 1 is 0
}

std::string_view value_of(const pugi::xml_node& node) {
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    if (local_name(attribute.name()) == "val") return attribute.value();
  }
  return {};
}

bool is_on(const pugi::xml_node& node) {
  return !one_of(value_of(node), {"0", "false", "off", "none"});
}

}  // namespace hebb
