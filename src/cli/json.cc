#include "cli/json.h"

#include <yyjson.h>

#include <cstdlib>
#include <format>

#include "text/placed_words.h"

namespace hebb::cli {

std::optional<Json> Json::parse(std::string_view text) {
  // Else an integer beyond 64 bits would be written as a double, and one beyond a double would make all of it unread.
  yyjson_doc* document = yyjson_read(text.data(), text.size(), YYJSON_READ_BIGNUM_AS_RAW);
  if (document == nullptr) return std::nullopt;
  yyjson_val* root = yyjson_doc_get_root(document);
  return Json(std::shared_ptr<void>(document, [](void* held) { yyjson_doc_free(static_cast<yyjson_doc*>(held)); }),
              root);
}

bool Json::present() const {
  return value_ != nullptr && !yyjson_is_null(value_);
}

Json Json::operator[](std::string_view key) const {
  return {document_, yyjson_obj_getn(value_, key.data(), key.size())};
}

std::string Json::text() const {
  return optional_text().value_or("");
}

std::optional<std::string> Json::optional_text() const {
  if (!yyjson_is_str(value_)) return std::nullopt;
  return std::string(yyjson_get_str(value_), yyjson_get_len(value_));
}

std::optional<std::int64_t> Json::integer() const {
  if (!yyjson_is_int(value_)) return std::nullopt;
  return yyjson_get_sint(value_);
}

double Json::number() const {
  return yyjson_get_num(value_);
}

bool Json::truth() const {
  return yyjson_get_bool(value_);
}

std::string Json::written() const {
  std::size_t size = 0;
  char* text = yyjson_val_write(value_, YYJSON_WRITE_NOFLAG, &size);
  if (text == nullptr) return "null";
  std::string copy(text, size);
  std::free(text);
  return copy;
}

std::vector<Json> Json::items() const {
  std::vector<Json> found;
  std::size_t index = 0;
  std::size_t count = 0;
  yyjson_val* item = nullptr;
  yyjson_arr_foreach(value_, index, count, item) found.push_back({document_, item});
  return found;
}

std::vector<std::pair<std::string, Json>> Json::members() const {
  std::vector<std::pair<std::string, Json>> found;
  std::size_t index = 0;
  std::size_t count = 0;
  yyjson_val* key = nullptr;
  yyjson_val* value = nullptr;
  yyjson_obj_foreach(value_, index, count, key, value) {
    found.emplace_back(std::string(yyjson_get_str(key), yyjson_get_len(key)), Json(document_, value));
  }
  return found;
}

std::string json_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : valid_utf8(text)) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      quoted += std::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

JsonObject& JsonObject::add(std::string_view key, const std::vector<std::string>& texts) {
  std::string array = "[";
  for (const auto& text : texts) array += (array.size() > 1 ? "," : "") + json_quoted(text);
  return raw(key, array + "]");
}

JsonObject& JsonObject::raw(std::string_view key, std::string_view json) {
  if (!members_.empty()) members_ += ",";
  members_ += json_quoted(key) + ":";
  members_ += json;
  return *this;
}

}  // namespace hebb::cli
