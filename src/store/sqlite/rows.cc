#include "store/sqlite/rows.h"

#include <bit>
#include <charconv>
#include <cstring>

namespace hebb::sqlite {

static_assert(std::endian::native == std::endian::little, "vectors are stored as they lie in memory");

namespace {

std::optional<std::vector<std::string>> parse_words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    std::size_t size = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), size);
    const auto begin = static_cast<std::size_t>(end - text.data()) + 1;
    if (code != std::errc() || begin > text.size() || size >= text.size() - begin) return std::nullopt;
    if (text[begin - 1] != ':' || text[begin + size] != ',') return std::nullopt;
    words.emplace_back(text.substr(begin, size));
    text.remove_prefix(begin + size + 1);
  }
  return words;
}

}  // namespace

std::string encode_words(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text.append(std::to_string(word.size())).append(":").append(word).append(",");
  return text;
}

std::vector<std::string> decode_words(std::string_view text, const std::filesystem::path& file) {
  auto words = parse_words(text);
  if (words) return std::move(*words);
  throw Failure({ErrorCode::corruption,
                 "the database " + file.string() + " holds keywords that cannot be read; run `hebb doctor`"});
}

bool can_decode_words(std::string_view text) {
  return parse_words(text).has_value();
}

std::span<const std::byte> bytes_of(const std::vector<float>& numbers) {
  return std::as_bytes(std::span(numbers));
}

std::vector<float> floats_of(std::span<const std::byte> bytes) {
  std::vector<float> numbers(bytes.size() / sizeof(float));
  if (!numbers.empty()) std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(float));
  return numbers;
}

std::optional<Milliseconds> milliseconds_at(const Query& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(Milliseconds(row.integer(column)));
}

std::optional<Instant> instant_at(const Query& row, int column) {
  return milliseconds_at(row, column).transform([](Milliseconds since) { return Instant(since); });
}

std::optional<std::chrono::sys_days> day_at(const Query& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return std::chrono::sys_days(std::chrono::days(row.integer(column)));
}

Task task_at(const Query& row, int column) {
  Task task{.owner = text_at(row, column), .due = day_at(row, column + 1), .status = {}};
  if (!row.is_null(column + 2)) task.status = number_at<TaskStatus>(row, column + 2);
  return task;
}

std::optional<std::int64_t> day_number_of(const std::optional<std::chrono::sys_days>& day) {
  return day.transform([](std::chrono::sys_days d) { return std::int64_t{d.time_since_epoch().count()}; });
}

std::optional<std::string> text_at(const Query& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(std::string(row.text(column)));
}

}  // namespace hebb::sqlite
