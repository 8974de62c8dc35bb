// The calls of ObjectReader that walk over many values.
#include <yyjson.h>

#include <algorithm>
#include <cmath>
#include <format>

#include "api/json_reader.h"

namespace hebb::api {
namespace {

constexpr std::size_t kNameShown = 100;  // bytes of an unknown field's name that are told back

}  // namespace

std::vector<float> ObjectReader::numbers(std::string_view name, std::size_t min_items, std::size_t max_items) {
  const auto items = elements(name, max_items);
  if (!items) return {};
  if (items->size() < min_items) {
    complain(name, std::format("must have at least {} items, has {}", min_items, items->size()));
    return {};
  }
  std::vector<float> numbers;
  numbers.reserve(items->size());
  for (std::size_t i = 0; i < items->size(); ++i) {
    const auto number = static_cast<float>(yyjson_get_num((*items)[i]));
    if (!yyjson_is_num((*items)[i]) || !std::isfinite(number)) {
      complain(item_name(name, i), "must be a finite number");
    }
    numbers.push_back(number);
  }
  return numbers;
}

std::map<std::string, std::string> ObjectReader::text_map(std::string_view name, std::size_t max_items,
                                                          const TextRule& rule) {
  std::map<std::string, std::string> texts;
  yyjson_val* value = take(name);
  if (value == nullptr) return texts;
  if (!yyjson_is_obj(value) || yyjson_obj_size(value) > max_items) {
    complain(name, std::format("must be an object of at most {} texts", max_items));
    return texts;
  }
  yyjson_obj_iter each = yyjson_obj_iter_with(value);
  while (yyjson_val* key = yyjson_obj_iter_next(&each)) {
    yyjson_val* member = yyjson_obj_iter_get_val(key);
    std::string known(yyjson_get_str(key), yyjson_get_len(key));
    const bool is_text = yyjson_is_str(member);
    std::string text = is_text ? std::string(yyjson_get_str(member), yyjson_get_len(member)) : "";
    if (!is_text || check_text(known, rule) || check_text(text, rule) || !texts.emplace(known, text).second) {
      complain(name, "must have texts as names, each once, and texts as values");
      return {};
    }
  }
  return texts;
}

void ObjectReader::refuse_unknown() {
  if (!yyjson_is_obj(object_)) return;
  std::vector<std::string_view> seen;
  yyjson_obj_iter each = yyjson_obj_iter_with(object_);
  while (yyjson_val* key = yyjson_obj_iter_next(&each)) {
    const std::string_view name(yyjson_get_str(key), yyjson_get_len(key));
    if (!std::ranges::contains(known_, name)) {
      std::size_t shown = std::min(name.size(), kNameShown);
      while (shown < name.size() && (static_cast<unsigned char>(name[shown]) & 0xC0) == 0x80) --shown;
      complain(name.substr(0, shown), "unknown field");
    } else if (std::ranges::contains(seen, name)) {
      complain(name, "is given twice");
    } else {
      seen.push_back(name);
    }
    if (errors_->size() >= kFieldErrorLimit) return;
  }
}

}  // namespace hebb::api
