#include "api/json_builder.h"

#include <yyjson.h>

#include <cstdlib>
#include <new>

namespace hebb::api {
namespace {

template <class T>
T* made(T* value) {
  if (value == nullptr) throw std::bad_alloc();
  return value;
}

yyjson_mut_val* text_of(yyjson_mut_doc* document, std::string_view text) {
  return made(yyjson_mut_strncpy(document, text.data(), text.size()));
}

}  // namespace

void JsonNode::put(std::string_view name, yyjson_mut_val* value) {
  if (yyjson_mut_obj_getn(value_, name.data(), name.size()) != nullptr) {
    yyjson_mut_obj_replace(value_, text_of(document_, name), made(value));
  } else {
    yyjson_mut_obj_add(value_, text_of(document_, name), made(value));
  }
}

JsonNode JsonNode::object(std::string_view name) {
  if (!has(name)) put(name, yyjson_mut_obj(document_));
  return {document_, yyjson_mut_obj_getn(value_, name.data(), name.size())};
}

JsonNode JsonNode::array(std::string_view name) {
  if (!has(name)) put(name, yyjson_mut_arr(document_));
  return {document_, yyjson_mut_obj_getn(value_, name.data(), name.size())};
}

void JsonNode::set(std::string_view name, std::string_view text) {
  put(name, text_of(document_, text));
}
void JsonNode::set(std::string_view name, std::int64_t number) {
  put(name, yyjson_mut_sint(document_, number));
}
void JsonNode::set(std::string_view name, double number) {
  put(name, yyjson_mut_real(document_, number));
}
void JsonNode::set(std::string_view name, bool truth) {
  put(name, yyjson_mut_bool(document_, truth));
}
void JsonNode::remove(std::string_view name) {
  yyjson_mut_obj_remove_keyn(value_, name.data(), name.size());
}
bool JsonNode::has(std::string_view name) const {
  return yyjson_mut_obj_getn(value_, name.data(), name.size()) != nullptr;
}

std::string JsonNode::text(std::string_view name) const {
  yyjson_mut_val* value = yyjson_mut_obj_getn(value_, name.data(), name.size());
  if (!yyjson_mut_is_str(value)) return {};
  return {yyjson_mut_get_str(value), yyjson_mut_get_len(value)};
}

std::vector<std::pair<std::string, JsonNode>> JsonNode::members() const {
  std::vector<std::pair<std::string, JsonNode>> all;
  yyjson_mut_obj_iter each = yyjson_mut_obj_iter_with(value_);
  while (yyjson_mut_val* key = yyjson_mut_obj_iter_next(&each)) {
    all.emplace_back(std::string(yyjson_mut_get_str(key), yyjson_mut_get_len(key)),
                     JsonNode(document_, yyjson_mut_obj_iter_get_val(key)));
  }
  return all;
}

std::string JsonNode::json(std::string_view name) const {
  yyjson_mut_val* value = yyjson_mut_obj_getn(value_, name.data(), name.size());
  if (value == nullptr) return {};
  std::size_t length = 0;
  const std::unique_ptr<char, decltype(&std::free)> written(
      made(yyjson_mut_val_write(value, YYJSON_WRITE_NOFLAG, &length)), &std::free);
  return {written.get(), length};
}

std::vector<JsonNode> JsonNode::items(std::string_view name) const {
  std::vector<JsonNode> all;
  yyjson_mut_arr_iter each = yyjson_mut_arr_iter_with(yyjson_mut_obj_getn(value_, name.data(), name.size()));
  while (yyjson_mut_val* item = yyjson_mut_arr_iter_next(&each)) all.push_back({document_, item});
  return all;
}

std::vector<std::string> JsonNode::texts(std::string_view name) const {
  std::vector<std::string> all;
  for (const JsonNode& item : items(name)) {
    all.emplace_back(yyjson_mut_get_str(item.value_) == nullptr ? "null" : yyjson_mut_get_str(item.value_));
  }
  return all;
}

void JsonNode::take_from(const JsonNode& other) {
  yyjson_mut_val* copy = made(yyjson_mut_val_mut_copy(document_, other.value_));
  yyjson_mut_obj_clear(value_);
  yyjson_mut_obj_iter each = yyjson_mut_obj_iter_with(copy);
  while (yyjson_mut_val* key = yyjson_mut_obj_iter_next(&each)) {
    yyjson_mut_obj_add(value_, text_of(document_, {yyjson_mut_get_str(key), yyjson_mut_get_len(key)}),
                       made(yyjson_mut_val_mut_copy(document_, yyjson_mut_obj_iter_get_val(key))));
  }
}

JsonNode JsonNode::add_object() {
  return {document_, made(yyjson_mut_arr_add_obj(document_, value_))};
}
void JsonNode::add(std::string_view text) {
  yyjson_mut_arr_append(value_, text_of(document_, text));
}
void JsonNode::add_null() {
  yyjson_mut_arr_append(value_, made(yyjson_mut_null(document_)));
}

void JsonBuilder::Free::operator()(yyjson_mut_doc* document) const {
  yyjson_mut_doc_free(document);
}

JsonBuilder::JsonBuilder() : document_(made(yyjson_mut_doc_new(nullptr))) {
  yyjson_mut_doc_set_root(document_.get(), made(yyjson_mut_obj(document_.get())));
}

JsonNode JsonBuilder::root() const {
  return {document_.get(), yyjson_mut_doc_get_root(document_.get())};
}

std::string JsonBuilder::text() const {
  std::size_t length = 0;
  const std::unique_ptr<char, decltype(&std::free)> written(
      made(yyjson_mut_write(document_.get(), YYJSON_WRITE_NOFLAG, &length)), &std::free);
  return {written.get(), length};
}

}  // namespace hebb::api
