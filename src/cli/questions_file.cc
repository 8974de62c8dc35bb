#include "cli/questions_file.h"

#include <algorithm>
#include <format>

#include "base/error.h"

namespace hebb::cli {
namespace {

Result<void> only(const Json& object, std::initializer_list<std::string_view> fields, std::string_view where) {
  for (const auto& [name, value] : object.members()) {
    if (!std::ranges::contains(fields, name)) {
      return fail(ErrorCode::invalid_argument, std::format("{} has no field \"{}\"", where, name));
    }
  }
  return {};
}

Result<ExpectedPassage> passage_of(const Json& json) {
  if (auto known = only(json, {"meeting", "turns", "memory_id"}, "an expected passage"); !known) {
    return std::unexpected(known.error());
  }
  ExpectedPassage passage{.meeting = json["meeting"].text(), .memory = json["memory_id"].text()};
  const bool turns = json["turns"].present();
  if (passage.meeting.empty() == passage.memory.empty() || turns == passage.meeting.empty()) {
    return fail(ErrorCode::invalid_argument, "an expected passage is {\"meeting\", \"turns\"} or {\"memory_id\"}");
  }
  if (!turns) return passage;
  const auto ends = json["turns"].items();
  const auto first = ends.size() == 2 ? ends[0].integer() : std::nullopt;
  const auto last = ends.size() == 2 ? ends[1].integer() : std::nullopt;
  if (!first || !last || *first < 0 || *first > *last || *last > UINT32_MAX) {
    return fail(ErrorCode::invalid_argument, "\"turns\" is [first, last], two whole numbers in this order");
  }
  passage.first = static_cast<std::uint32_t>(*first);
  passage.last = static_cast<std::uint32_t>(*last);
  return passage;
}

Result<MarkedQuestion> question_of(std::string_view line) {
  const auto json = Json::parse(line);
  if (!json || json->members().empty()) return fail(ErrorCode::invalid_argument, "a line is one JSON object");
  if (auto known = only(*json, {"query", "expected", "filters"}, "a question"); !known) {
    return std::unexpected(known.error());
  }
  MarkedQuestion question{.query = (*json)["query"].text(), .filters = (*json)["filters"]};
  if (question.query.empty()) return fail(ErrorCode::invalid_argument, "\"query\" is missing");
  if (question.filters.present() && !question.filters.written().starts_with('{')) {
    return fail(ErrorCode::invalid_argument, "\"filters\" is an object");
  }
  for (const Json& one : (*json)["expected"].items()) {
    auto passage = passage_of(one);
    if (!passage) return std::unexpected(passage.error());
    question.expected.push_back(std::move(*passage));
  }
  if (question.expected.empty()) {
    return fail(ErrorCode::invalid_argument, "\"expected\" is a list of at least one passage");
  }
  return question;
}

}  // namespace

std::expected<std::vector<MarkedQuestion>, std::vector<std::string>> parse_questions(std::string_view text,
                                                                                     const std::string& name) {
  std::vector<MarkedQuestion> questions;
  std::vector<std::string> errors;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with('#') || line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    auto question = question_of(line);
    if (!question) {
      errors.push_back(std::format("{}, line {}: {}", name, number, question.error().message));
      continue;
    }
    question->line = number;
    questions.push_back(std::move(*question));
  }
  if (questions.empty() && errors.empty()) errors.push_back(name + " has no questions");
  if (!errors.empty()) return std::unexpected(std::move(errors));
  return questions;
}

}  // namespace hebb::cli
