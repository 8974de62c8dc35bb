#include "cli/render.h"

#include <algorithm>
#include <cmath>
#include <format>

#include "base/time.h"

namespace hebb::cli {
namespace {

constexpr std::size_t kIndent = 4;
constexpr std::size_t kShortId = 8;
constexpr std::size_t kDayAndTime = 16;
constexpr double kDoubtful = 0.2;        // answerable
constexpr std::size_t kLeastTitle = 24;  // even where the line then is too long

std::string indented(std::string_view text, std::size_t width, std::size_t indent) {
  std::string out;
  const std::size_t room = width > indent + 10 ? width - indent : 10;
  for (const auto& line : wrapped(text, room)) out += std::string(indent, ' ') + line + "\n";
  return out;
}

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > (number < 0 ? 1 : 0); at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits;
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (const auto& part : parts) {
    if (part.empty()) continue;
    if (!out.empty()) out += separator;
    out += part;
  }
  return out;
}

std::string minute_of(const Json& object) {
  const auto start = object["start_ms"].integer();
  return start ? clock_text(Milliseconds(*start)) : "";
}

std::string turns_of(const Json& metadata) {
  const auto turns = metadata["turns"].items();
  if (turns.size() != 2) return "";
  const auto first = turns[0].integer_or(0);
  const auto last = turns[1].integer_or(0);
  return first == last ? std::format("turn {}", first) : std::format("turns {}–{}", first, last);
}

std::string parts_of(const Json& explanation) {
  std::string text;
  for (const auto& [name, value] : explanation["parts"].members()) {
    if (value.number() == 0) continue;  // had no say
    text += std::format("{}{} {:+.2f}", text.empty() ? "" : ", ", name, value.number());
  }
  return text;
}

std::string explained(const Json& result, const Page& page) {
  const Json explanation = result["explanation"];
  std::string why = explanation["text"].text();
  const std::string parts = parts_of(explanation);
  if (!parts.empty()) why += (why.empty() ? "" : " ") + std::format("({})", parts);
  if (why.empty()) return "";
  std::string out;
  for (const auto& line : wrapped(harmless(why), page.width - kIndent)) {
    out += std::string(kIndent, ' ') + page.palette(Style::dim, line) + "\n";
  }
  return out;
}

std::string render_answer(std::size_t number, const Json& result, bool explain, const Page& page) {
  const Json metadata = result["metadata"];
  const auto& paint = page.palette;
  const std::string speaker = harmless(metadata["speaker"].text());
  const std::string head =
      joined({paint(Style::bold, speaker.empty() ? "speaker unknown" : speaker),
              paint(Style::accent, minute_of(metadata)), paint(Style::good, result["memory_type"].text())},
             " · ");
  std::string out =
      std::format("{:>2}  {}  {}\n", number, head, paint(Style::dim, std::format("{:.2f}", result["score"].number())));
  out += indented("“" + harmless(result["content"].text()) + "”", page.width, kIndent);
  const auto occurred = metadata["occurred_at"].optional_text();
  const std::string where =
      joined({harmless(metadata["meeting_title"].text()), occurred ? day_and_time(*occurred).substr(0, 10) : "no date",
              turns_of(metadata), metadata["meeting_id"].text().substr(0, kShortId)},
             " · ");
  for (const auto& line : wrapped(where, page.width - kIndent)) {
    out += std::string(kIndent, ' ') + paint(Style::dim, line) + "\n";
  }
  return explain ? out + explained(result, page) : out;
}

std::string timings_of(const Json& reply) {
  std::vector<std::string> parts;
  for (const auto& [stage, micros] : reply["timings"].members()) {
    parts.push_back(std::format("{} {:.1f} ms", stage, static_cast<double>(micros.integer_or(0)) / 1000));
  }
  return joined(parts, ", ");
}

std::string dropped_of(const Json& reply) {
  std::vector<std::string> parts;
  std::int64_t total = 0;
  for (const auto& [reason, turns] : reply["dropped"].members()) {
    total += turns.integer_or(0);
    std::string words = reason;
    std::ranges::replace(words, '_', ' ');
    parts.push_back(std::format("{} {}", grouped(turns.integer_or(0)), words));
  }
  if (total == 0) return "";
  return std::format("{} gave no memory: {}", count_of(total, "turn"), joined(parts, ", "));
}

std::string date_of(const Json& reply) {
  const auto started = reply["started_at"].optional_text();
  if (!started) return "no date (--started-at sets one)";
  const std::string source = reply["date_source"].text();
  const std::string_view from = source == "given"       ? "as given"
                                : source == "header"    ? "from the file's header"
                                : source == "file_name" ? "from the file's name"
                                                        : "";
  return joined({day_and_time(*started), std::string(from)}, " ");
}

std::string warning_line(const Json& reply) {
  const auto warnings = reply["warnings"].items();
  if (warnings.empty()) return "";
  const Json& first = warnings.front();
  const auto line = first["line"].integer();
  std::string text = line ? std::format("line {}: {}", *line, first["message"].text()) : first["message"].text();
  const auto total =
      std::max<std::int64_t>(reply["warning_count"].integer_or(0), static_cast<std::int64_t>(warnings.size()));
  if (total > 1) text += std::format(" (and {} more)", grouped(total - 1));
  return text;
}

}  // namespace

std::string day_and_time(const std::string& rfc3339) {
  if (rfc3339.size() < 16) return rfc3339;
  const std::string time = rfc3339.substr(11, 5);
  return rfc3339.substr(0, 10) + (time == "00:00" ? "" : " " + time);
}

std::string count_of(std::int64_t number, const std::string& one, const std::string& many) {
  return grouped(number) + " " + (number == 1 ? one : many.empty() ? one + "s" : many);
}

std::string render_answers(const Json& reply, bool explain, const Page& page) {
  std::string out;
  std::size_t number = 0;
  for (const Json& result : reply["results"].items()) {
    out += (number > 0 ? "\n" : "") + render_answer(number + 1, result, explain, page);
    ++number;
  }
  if (explain) {
    const std::string timings = timings_of(reply);
    if (!timings.empty()) out += "\n" + page.palette(Style::dim, timings) + "\n";
  }
  return out;
}

std::string render_doubt(const Json& reply) {
  const Json answerable = reply["answerable"];
  if (!answerable.present() || answerable.number() >= kDoubtful) return "";
  const double percent = std::round(100 * answerable.number());
  return std::format("Little in these meetings is about this ({} %).",
                     percent < 1 ? "under 1" : std::format("{:.0f}", percent));
}

std::string render_report(const std::string& file, const Json& reply, const Page& page) {
  const auto& paint = page.palette;
  const bool created = reply["created"].truth();
  std::string out =
      std::format("{} {}  {}  {}\n", paint(created ? Style::good : Style::dim, created ? "+" : "="),
                  paint(Style::bold, harmless(file)), paint(Style::dim, reply["meeting_id"].text().substr(0, kShortId)),
                  std::format("{} in, {} stored{}", count_of(reply["turns"].integer_or(0), "turn"),
                              count_of(reply["memories"]["total"].integer_or(0), "memory", "memories"),
                              created ? "" : " before: nothing to do"));
  const std::string format = reply["format"].text();
  out += indented(joined({"“" + harmless(reply["title"].text()) + "”", date_of(reply), format}, " · "), page.width, 2);
  if (const auto dropped = dropped_of(reply); !dropped.empty()) out += indented(dropped, page.width, 2);
  if (const auto warning = warning_line(reply); !warning.empty()) {
    out += "  " + paint(Style::warning, "warning: ") + harmless(warning) + "\n";
  }
  return out;
}

std::string render_meeting_line(const Json& meeting, bool with_project, const Page& page) {
  const auto& paint = page.palette;
  const auto started = meeting["started_at"].optional_text();
  const auto duration = meeting["duration_ms"].integer();
  const std::string facts = std::format("  {:>7}  {:>11}  ", duration ? clock_text(Milliseconds(*duration)) : "",
                                        count_of(meeting["turns"].integer_or(0), "turn"));
  const std::size_t used = kShortId + 2 + kDayAndTime + columns_of(facts);
  std::string title = harmless(meeting["title"].text());
  if (with_project) title = harmless(meeting["project"].text()) + ": " + title;
  const std::size_t room = std::max(page.width > used ? page.width - used : 0, kLeastTitle);
  return paint(Style::dim, meeting["meeting_id"].text().substr(0, kShortId)) + "  " +
         paint(Style::accent, clipped(started ? day_and_time(*started) : "no date", kDayAndTime, true)) +
         paint(Style::dim, facts) + paint(Style::bold, clipped(title, room)) + "\n";
}

std::string render_turn(const Json& turn, const Page& page) {
  const std::string minute = minute_of(turn);
  const auto speaker = turn["speaker"].optional_text();
  std::string head = page.palette(Style::accent, clipped(minute, 8, true));
  if (speaker) head += page.palette(Style::bold, harmless(*speaker));
  return head + "\n" + indented(harmless(turn["text"].text()), page.width, 8);
}

std::string render_memory(const Json& memory, const Page& page) {
  const Json metadata = memory["metadata"];
  const std::string head =
      joined({page.palette(Style::accent, minute_of(metadata)), page.palette(Style::good, memory["memory_type"].text()),
              page.palette(Style::bold, harmless(metadata["speaker"].text())),
              page.palette(Style::dim, std::format("importance {:.2f}", metadata["importance"].number()))},
             " · ");
  return head + "\n" + indented(harmless(memory["content"].text()), page.width, kIndent);
}

}  // namespace hebb::cli
