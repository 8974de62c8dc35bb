// What the styles of a Word document make of its paragraphs, and what its XML says of one. Private to text/.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

namespace pugi {
class xml_node;  // NOLINT(readability-identifier-naming): pugixml's
}

namespace hebb {

enum class ParagraphKind { text, title, heading, item };

class WordStyles {
 public:
  // `xml`: word/styles.xml. Where that is empty or malformed, the English ids of Word's own styles are known.
  explicit WordStyles(const std::string& xml);

  // Of w:pStyle: by the style's name ("heading 1" in a Word of any language), by its outline level or list, or by the
  // style that it is based on.
  ParagraphKind kind_of(std::string_view id) const;

 private:
  std::unordered_map<std::string, ParagraphKind> kinds_;  // by id
};

// Of an element or attribute, without its namespace.
std::string_view local_name(std::string_view name);
// The attribute w:val.
std::string_view value_of(const pugi::xml_node& node);
// Whether w:val says so, or is missing.
bool is_on(const pugi::xml_node& node);

}  // namespace hebb
