#include "api/json_reader.h"

#include <yyjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <expected>
#include <format>
#include <span>
#include <system_error>

#include "api/spaces.h"
#include "api/utf8.h"

namespace hebb::api {
namespace {

constexpr double kExactReals = 9007199254740992;  // 2^53: up to here every whole number is a double

std::optional<std::size_t> count_characters(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) {
    const std::size_t bytes = utf8_sequence_length(text);
    if (bytes == 0) return std::nullopt;
    text.remove_prefix(bytes);
  }
  return count;
}

bool is_whole(double number) {
  return number == std::trunc(number);
}

std::string_view type_name(yyjson_val* value) {
  if (yyjson_is_str(value)) return "a string";
  if (yyjson_is_bool(value)) return "a boolean";
  if (yyjson_is_int(value)) return "an integer";
  if (yyjson_is_real(value) && !is_whole(yyjson_get_real(value))) return "a number with a fraction";
  if (yyjson_is_num(value) || yyjson_is_raw(value)) return "a number";
  if (yyjson_is_arr(value)) return "an array";
  if (yyjson_is_obj(value)) return "an object";
  return "null";
}

std::string expected(std::string_view what, yyjson_val* value) {
  return std::format("must be {}, not {}", what, type_name(value));
}

std::string text_of(yyjson_val* value) {
  return {yyjson_get_str(value), yyjson_get_len(value)};
}

// Whether JSON as yyjson writes it holds an escaped U+0000; an escaped backslash before "u0000" is text.
bool holds_nul(std::string_view json) {
  for (std::size_t i = json.find('\\'); i < json.size(); i = json.find('\\', i + 2)) {
    if (json.substr(i + 1, 5) == "u0000") return true;
  }
  return false;
}

// Of a number that is kept as it is written: most readers of JSON take it for a double, or refuse all of it.
bool is_infinite(yyjson_val* value) {
  if (!yyjson_is_raw(value)) return false;
  const std::string_view written(yyjson_get_raw(value), yyjson_get_len(value));
  double number = 0;
  return std::from_chars(written.data(), written.data() + written.size(), number).ec == std::errc::result_out_of_range;
}

std::string range_text(std::string_view what, auto min, auto max) {
  return std::format("must be {} from {} to {}", what, min, max);
}

// Depth and number of values, before the parser spends memory on them: one pass over the bytes.
Result<void> check_shape(std::string_view bytes) {
  std::size_t depth = 0;
  std::size_t values = 1;
  bool quoted = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (quoted) {
      if (c == '\\') ++i;
      quoted = c != '"';
      continue;
    }
    if (c == '"') quoted = true;
    if (c == ',' || c == ':') ++values;
    if (c == '[' || c == '{') {
      ++values;
      if (++depth > kJsonDepth) {
        return fail(ErrorCode::invalid_argument,
                    std::format("the JSON is nested deeper than {} levels (byte {})", kJsonDepth, i));
      }
    }
    if ((c == ']' || c == '}') && depth > 0) --depth;
  }
  if (values > kJsonValues) {
    return fail(ErrorCode::invalid_argument, std::format("the JSON has more than {} values", kJsonValues));
  }
  return {};
}

// 10.0 is an integer, as JSON Schema has it.
std::expected<std::int64_t, std::string> whole_number(yyjson_val* value, std::int64_t min, std::int64_t max) {
  std::int64_t number = yyjson_get_sint(value);
  if (yyjson_is_real(value)) {
    const double real = yyjson_get_real(value);
    if (!is_whole(real)) return std::unexpected(expected("an integer", value));
    if (std::abs(real) >= kExactReals) return std::unexpected(range_text("an integer", min, max));
    number = static_cast<std::int64_t>(real);
  } else if (yyjson_is_raw(value)) {
    return std::unexpected(range_text("an integer", min, max));
  } else if (!yyjson_is_int(value)) {
    return std::unexpected(expected("an integer", value));
  }
  // An unsigned one beyond the signed range would read as negative.
  const bool huge = yyjson_is_uint(value) && yyjson_get_uint(value) > static_cast<std::uint64_t>(INT64_MAX);
  if (huge || check_range(number, min, max)) return std::unexpected(range_text("an integer", min, max));
  return number;
}

}  // namespace

std::optional<std::string> check_text(std::string& text, const TextRule& rule) {
  if (text.contains('\0')) return "must not hold the character U+0000";
  if (rule.trim) text = std::string(without_spaces_around(text));
  const auto characters = count_characters(text);
  if (!characters) return "must be UTF-8";
  if (*characters >= rule.min && *characters <= rule.max) return std::nullopt;
  if (*characters == 0) return "must not be empty";
  return std::format("must have {} to {} characters, has {}", rule.min, rule.max, *characters);
}

std::optional<std::string> check_choice(std::string_view text, std::span<const std::string_view> among) {
  if (std::ranges::contains(among, text)) return std::nullopt;
  std::string all;
  for (const auto known : among) all += (all.empty() ? "" : ", ") + std::string(known);
  return "must be one of " + all;
}

std::optional<std::string> check_range(std::int64_t number, std::int64_t min, std::int64_t max) {
  if (number >= min && number <= max) return std::nullopt;
  return range_text("an integer", min, max);
}

void JsonDocument::Free::operator()(yyjson_doc* document) const {
  yyjson_doc_free(document);
}

yyjson_val* JsonDocument::root() const {
  return yyjson_doc_get_root(document_.get());
}

Result<JsonDocument> JsonDocument::parse(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (const auto shape = check_shape(bytes); !shape) return std::unexpected(shape.error());
  yyjson_read_err error{};
  // Without the in-situ flag the input is only copied. An integer beyond 64 bits stays the digits that it is.
  yyjson_doc* document =
      yyjson_read_opts(const_cast<char*>(bytes.data()), bytes.size(), YYJSON_READ_BIGNUM_AS_RAW, nullptr, &error);
  if (document == nullptr) {
    if (error.code == YYJSON_READ_ERROR_MEMORY_ALLOCATION) throw std::bad_alloc();
    return fail(ErrorCode::invalid_argument,
                std::format("the body is not valid JSON: {} at byte {}", error.msg, error.pos));
  }
  JsonDocument parsed;
  parsed.document_.reset(document);
  const std::span values(yyjson_doc_get_root(document), yyjson_doc_get_val_count(document));  // they lie in a row
  const auto infinite = std::ranges::find_if(values, [](yyjson_val& value) { return is_infinite(&value); });
  if (infinite != values.end()) {
    return fail(ErrorCode::invalid_argument,
                std::format("the body is not valid JSON: the number at byte {} is larger than any double",
                            yyjson_get_raw(&*infinite) - document->str_pool));
  }
  return parsed;
}

bool is_foreign_transcript(const JsonDocument& document) {
  yyjson_val* root = document.root();
  if (yyjson_is_arr(root)) return true;
  yyjson_val* transcript = yyjson_obj_get(root, "transcript");
  if (transcript != nullptr) return yyjson_is_obj(transcript);
  constexpr auto kEntries = std::to_array<const char*>(
      {"sentences", "segments", "entries", "transcriptEntries", "transcript_entries", "turns", "utterances", "data"});
  return std::ranges::any_of(kEntries, [&](const char* name) { return yyjson_is_ctn(yyjson_obj_get(root, name)); });
}

ObjectReader::ObjectReader(yyjson_val* object, std::string prefix, std::vector<FieldError>& errors)
    : object_(object), prefix_(std::move(prefix)), errors_(&errors) {}

ObjectReader ObjectReader::of(const JsonDocument& document, std::vector<FieldError>& errors, std::string prefix) {
  yyjson_val* root = document.root();
  const std::string_view what = prefix.empty() ? "the request " : "";
  if (!yyjson_is_obj(root)) {
    errors.push_back({prefix.substr(0, prefix.find(':')), std::string(what) + expected("an object", root)});
  }
  return {root, std::move(prefix), errors};
}

yyjson_val* ObjectReader::take(std::string_view name) {
  known_.push_back(name);
  yyjson_val* value = yyjson_obj_getn(object_, name.data(), name.size());
  return yyjson_is_null(value) ? nullptr : value;
}

void ObjectReader::complain(std::string_view name, std::string message) {
  if (errors_->size() < kFieldErrorLimit) errors_->push_back({prefix_ + std::string(name), std::move(message)});
}

std::string ObjectReader::item_name(std::string_view name, std::size_t index) const {
  return std::format("{}[{}]", name, index);
}

std::optional<std::string> ObjectReader::text(std::string_view name, const TextRule& rule) {
  yyjson_val* value = take(name);
  if (value == nullptr) return std::nullopt;
  if (!yyjson_is_str(value)) {
    complain(name, expected("a string", value));
    return std::nullopt;
  }
  std::string text = text_of(value);
  if (auto wrong = check_text(text, rule)) {
    complain(name, std::move(*wrong));
    return std::nullopt;
  }
  return text;
}

std::optional<std::int64_t> ObjectReader::integer(std::string_view name, std::int64_t min, std::int64_t max) {
  yyjson_val* value = take(name);
  if (value == nullptr) return std::nullopt;
  auto number = whole_number(value, min, max);
  if (number) return *number;
  complain(name, std::move(number.error()));
  return std::nullopt;
}

std::optional<double> ObjectReader::number(std::string_view name, double min, double max) {
  yyjson_val* value = take(name);
  if (value == nullptr) return std::nullopt;
  if (!yyjson_is_num(value) && !yyjson_is_raw(value)) {
    complain(name, expected("a number", value));
    return std::nullopt;
  }
  const double number = yyjson_get_num(value);
  if (yyjson_is_num(value) && number >= min && number <= max) return number;
  complain(name, range_text("a number", min, max));
  return std::nullopt;
}

std::optional<bool> ObjectReader::boolean(std::string_view name) {
  yyjson_val* value = take(name);
  if (value == nullptr) return std::nullopt;
  if (yyjson_is_bool(value)) return yyjson_get_bool(value);
  complain(name, expected("true or false", value));
  return std::nullopt;
}

std::optional<Instant> ObjectReader::instant(std::string_view name) {
  const auto written = text(name, {.max = 40});
  if (!written) return std::nullopt;
  const auto instant = parse_rfc3339(*written);
  if (!instant) complain(name, "must be a time as RFC 3339 writes it, like 2026-03-05T14:00:00Z, or a date");
  return instant;
}

std::optional<std::string> ObjectReader::json_object(std::string_view name, std::size_t max_bytes) {
  yyjson_val* value = take(name);
  if (value == nullptr) return std::nullopt;
  if (!yyjson_is_obj(value)) {
    complain(name, expected("an object", value));
    return std::nullopt;
  }
  std::size_t length = 0;
  const std::unique_ptr<char, decltype(&std::free)> written(yyjson_val_write(value, YYJSON_WRITE_NOFLAG, &length),
                                                            &std::free);
  if (!written) throw std::bad_alloc();
  const std::string_view json(written.get(), length);
  if (length > max_bytes) {
    complain(name, std::format("must have at most {} bytes as JSON, has {}", max_bytes, length));
  } else if (holds_nul(json)) {
    complain(name, "must not hold the character U+0000");
  } else {
    return std::string(json);
  }
  return std::nullopt;
}

std::optional<std::vector<yyjson_val*>> ObjectReader::elements(std::string_view name, std::size_t max_items) {
  yyjson_val* value = take(name);
  if (value == nullptr) return std::nullopt;
  if (!yyjson_is_arr(value)) {
    complain(name, expected("an array", value));
    return std::nullopt;
  }
  if (yyjson_arr_size(value) > max_items) {
    complain(name, std::format("must have at most {} items, has {}", max_items, yyjson_arr_size(value)));
    return std::nullopt;
  }
  std::vector<yyjson_val*> items;
  items.reserve(yyjson_arr_size(value));
  yyjson_arr_iter each = yyjson_arr_iter_with(value);
  while (yyjson_val* item = yyjson_arr_iter_next(&each)) items.push_back(item);
  return items;
}

std::optional<ObjectReader> ObjectReader::element(std::string_view name, std::size_t index, yyjson_val* value) {
  if (yyjson_is_obj(value)) return ObjectReader(value, prefix_ + item_name(name, index) + ".", *errors_);
  complain(item_name(name, index), expected("an object", value));
  return std::nullopt;
}

std::vector<std::string> ObjectReader::texts(std::string_view name, std::size_t max_items, const TextRule& rule,
                                             const Refuse& refuse) {
  const auto items = elements(name, max_items);
  std::vector<std::string> texts;
  for (std::size_t i = 0; items && i < items->size(); ++i) {
    if (!yyjson_is_str((*items)[i])) {
      complain(item_name(name, i), expected("a string", (*items)[i]));
      continue;
    }
    std::string text = text_of((*items)[i]);
    auto wrong = check_text(text, rule);
    if (!wrong && refuse) wrong = refuse(text);
    if (wrong) {
      complain(item_name(name, i), std::move(*wrong));
    } else {
      texts.push_back(std::move(text));
    }
  }
  return texts;
}

std::vector<std::string> ObjectReader::choices(std::string_view name, std::size_t max_items,
                                               std::span<const std::string_view> among) {
  return texts(name, max_items, {.max = 100}, [&](const std::string& text) { return check_choice(text, among); });
}

std::vector<std::int64_t> ObjectReader::integers(std::string_view name, std::size_t max_items, std::int64_t min,
                                                 std::int64_t max) {
  const auto items = elements(name, max_items);
  std::vector<std::int64_t> numbers;
  for (std::size_t i = 0; items && i < items->size(); ++i) {
    if (auto number = whole_number((*items)[i], min, max)) {
      numbers.push_back(*number);
    } else {
      complain(item_name(name, i), std::move(number.error()));
    }
  }
  return numbers;
}

std::optional<ObjectReader> ObjectReader::object(std::string_view name) {
  yyjson_val* value = take(name);
  if (value == nullptr) return std::nullopt;
  if (yyjson_is_obj(value)) return ObjectReader(value, prefix_ + std::string(name) + ".", *errors_);
  complain(name, expected("an object", value));
  return std::nullopt;
}

bool ObjectReader::has(std::string_view name) const {
  yyjson_val* value = yyjson_obj_getn(object_, name.data(), name.size());
  return value != nullptr && !yyjson_is_null(value);
}

bool ObjectReader::is_text(std::string_view name) const {
  return yyjson_is_str(yyjson_obj_getn(object_, name.data(), name.size()));
}

bool ObjectReader::is_neither_text_nor_items(std::string_view name) {
  yyjson_val* value = take(name);
  if (value == nullptr || yyjson_is_str(value) || yyjson_is_arr(value)) return false;
  complain(name, expected("a string or an array", value));
  return true;
}

void ObjectReader::require_items(std::string_view name) {
  yyjson_val* list = yyjson_obj_getn(object_, name.data(), name.size());
  if (yyjson_is_arr(list) && yyjson_arr_size(list) == 0) complain(name, "must have at least one item, or be left out");
}

void ObjectReader::require(std::string_view name) {
  if (yyjson_is_obj(object_) && take(name) == nullptr) complain(name, "is required");
}

}  // namespace hebb::api
