#include "cli/render.h"

#include <algorithm>
#include <cmath>
#include <format>
#include <map>
#include <span>

#include "base/time.h"

namespace hebb::cli {
namespace {

constexpr std::size_t kIndent = 4;
constexpr std::size_t kShortId = 8;
constexpr std::size_t kDayAndTime = 16;
constexpr double kDoubtful = 0.2;  // answerable
constexpr std::size_t kBridgesShown = 3;
constexpr std::size_t kExplainedShown = 5;  // of each section but the results
constexpr std::size_t kTitleWords = 5;      // as many as a passage's text begins with
constexpr std::size_t kScore = 8;           // columns of a score and the gap before it
constexpr std::size_t kLeastTitle = 24;     // even where the line then is too long

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

std::string dimmed(std::string_view text, const Page& page) {
  std::string out;
  for (const auto& line : wrapped(text, page.width - kIndent)) {
    out += std::string(kIndent, ' ') + page.palette(Style::dim, line) + "\n";
  }
  return out;
}

// Activation counts the memory's own fit already, so beside it semantic and lexical are no part of the sum.
std::string parts_of(const Json& explanation) {
  const Json parts = explanation["parts"];
  const bool activated = parts["activation"].number() != 0;
  std::string sum, of_itself;
  for (const auto& [name, value] : parts.members()) {
    if (std::abs(value.number()) < 0.005) continue;  // had no say
    std::string& text = activated && (name == "semantic" || name == "lexical") ? of_itself : sum;
    text += std::format("{}{} {:+.2f}", text.empty() ? "" : ", ", name, value.number());
  }
  return of_itself.empty() ? sum : sum + "; of itself " + of_itself;
}

std::string explained(const Json& result, const Page& page) {
  const Json explanation = result["explanation"];
  std::string why = explanation["text"].text();
  const std::string parts = parts_of(explanation);
  if (!parts.empty()) why += (why.empty() ? "" : " ") + std::format("({})", parts);
  return why.empty() ? "" : dimmed(harmless(why), page);
}

// "Maya Okafor · 11:23 · decision"
std::string head_of(const Json& result, const Page& page) {
  const Json metadata = result["metadata"];
  const auto& paint = page.palette;
  const std::string speaker = harmless(metadata["speaker"].text());
  return joined({paint(Style::bold, speaker.empty() ? "speaker unknown" : speaker),
                 paint(Style::accent, minute_of(metadata)), paint(Style::good, result["memory_type"].text())},
                " · ");
}

std::string quotation_of(const Json& result, const Page& page) {
  return indented("“" + harmless(result["content"].text()) + "”", page.width, kIndent);
}

// "Launch · 2026-04-16 · turns 40–41 · 5e2d872f"; `span`: "0:20–11:36", or empty.
std::string place_of(const Json& result, const std::string& span, const Page& page) {
  const Json metadata = result["metadata"];
  const auto occurred = metadata["occurred_at"].optional_text();
  return dimmed(
      joined({harmless(metadata["meeting_title"].text()), occurred ? day_and_time(*occurred).substr(0, 10) : "no date",
              span, turns_of(metadata), metadata["meeting_id"].text().substr(0, kShortId)},
             " · "),
      page);
}

std::string numbered(std::size_t number, std::string_view head, double score, const Page& page) {
  return std::format("{:>2}  {}  {}\n", number, head, page.palette(Style::dim, std::format("{:.2f}", score)));
}

std::string render_answer(std::size_t number, const Json& result, bool explain, const Page& page) {
  const std::string out = numbered(number, head_of(result, page), result["score"].number(), page) +
                          quotation_of(result, page) + place_of(result, "", page);
  return explain ? out + explained(result, page) : out;
}

std::string render_bridges(const Json& reply, bool explain, const Page& page) {
  const auto bridges = reply["bridge_memories"].items();
  const std::size_t shown = std::min(bridges.size(), explain ? kExplainedShown : kBridgesShown);
  std::string out;
  for (const Json& bridge : std::span(bridges).first(shown)) {
    std::string why = bridge["explanation"].text();
    if (explain) {
      why += std::format(" (novelty {:.2f}, connection {:.2f})", bridge["novelty_score"].number(),
                         bridge["connection_score"].number());
    }
    out += (out.empty() ? "" : "\n") + std::format(" –  {}\n", head_of(bridge, page)) + quotation_of(bridge, page) +
           indented(harmless(why), page.width, kIndent) + place_of(bridge, "", page);
  }
  return out.empty() ? "" : render_heading("Also, from other meetings", page) + out;
}

std::string span_of(const Json& metadata) {
  const auto end = metadata["end_ms"].integer();
  const std::string start = minute_of(metadata);
  return start.empty() || !end ? start : start + "–" + clock_text(Milliseconds(*end));
}

std::string passage_title(const Json& passage) {
  std::vector<std::string> words;
  for (const Json& keyword : passage["metadata"]["keywords"].items()) {
    if (words.size() < kTitleWords) words.push_back(keyword.text());
  }
  return harmless(words.empty() ? passage["content"].text() : joined(words, ", "));
}

std::string render_passages(const Json& reply, const Page& page) {
  std::string out;
  std::size_t number = 0;
  for (const Json& passage : reply["direct_results"]["1"].items()) {
    if (number == kExplainedShown) break;
    out += numbered(++number, clipped(passage_title(passage), page.width - kIndent - kScore), passage["score"].number(),
                    page) +
           place_of(passage, span_of(passage["metadata"]), page);
  }
  return out.empty() ? "" : render_heading("Passages", page) + out;
}

// "from 1 · 32194820 → c9255cc6" where the seed is the first result, the reason instead where it is none of them.
std::string path_of(const Json& activated, const std::map<std::string, std::size_t>& results) {
  std::string path;
  const auto ids = activated["path"].items();
  for (const Json& id : ids) path += (path.empty() ? "" : " → ") + id.text().substr(0, kShortId);
  const auto seed = ids.empty() ? results.end() : results.find(ids.front().text());
  const std::string from =
      seed == results.end() ? harmless(activated["explanation"]["text"].text()) : std::format("from {}", seed->second);
  return joined({from, path}, " · ");
}

// Those that are not among the results, whose reason says it.
std::string render_activated(const Json& reply, const Page& page) {
  std::map<std::string, std::size_t> results;
  for (const Json& result : reply["results"].items()) results.emplace(result["memory_id"].text(), results.size() + 1);
  std::string out;
  std::size_t number = 0;
  for (const Json& activated : reply["activated_memories"].items()) {
    if (results.contains(activated["memory_id"].text())) continue;
    if (number++ == kExplainedShown) break;
    const std::string strength =
        std::format("{} {:.2f}", activated["classification"].text(), activated["activation_strength"].number());
    const std::string quote = "“" + harmless(activated["content"].text()) + "”";
    out += std::format(" ~  {} · {}\n", page.palette(Style::good, strength), head_of(activated, page)) +
           std::string(kIndent, ' ') + clipped(quote, page.width - kIndent) + "\n" +
           dimmed(path_of(activated, results), page);
  }
  return out.empty() ? "" : render_heading("Activated as well", page) + out;
}

bool doubtful(const Json& reply) {
  const Json answerable = reply["answerable"];
  return answerable.present() && answerable.number() < kDoubtful;
}

// What the question is about, as far as the meetings have names for it.
std::string about(const Json& reply) {
  constexpr std::size_t kMost = 6;
  std::string names;
  std::size_t count = 0;
  for (const Json& one : reply["direct_results"]["0"].items()) {
    if (++count > kMost) break;
    names += (names.empty() ? "About: " : ", ") + harmless(one["content"].text());
  }
  return names;
}

std::string timings_of(const Json& reply) {
  std::vector<std::string> parts;
  for (const auto& [stage, micros] : reply["timings"].members()) {
    if (micros.integer_or(0) < 50) continue;
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
  if (!started)
    return std::format("no date (hebb meetings date {} DAY sets one)", reply["meeting_id"].text().substr(0, 8));
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
  if (const std::string names = about(reply); !names.empty()) {
    for (const auto& line : wrapped(names, page.width)) out += page.palette(Style::dim, line) + "\n";
    out += "\n";
  }
  std::size_t number = 0;
  for (const Json& result : reply["results"].items()) {
    out += (number > 0 ? "\n" : "") + render_answer(number + 1, result, explain, page);
    ++number;
  }
  if (number > 0 && !doubtful(reply)) out += render_bridges(reply, explain, page);
  if (explain) {
    out += render_passages(reply, page) + render_activated(reply, page);
    if (const std::string reading = render_reading(reply, page); !reading.empty()) out += "\n" + reading;
    const std::string timings = timings_of(reply);
    if (!timings.empty()) out += "\n" + dimmed(timings, page);
  }
  return out;
}

std::string render_reading(const Json& reply, const Page& page) {
  std::string notes;
  for (const Json& note : reply["reading"].items()) notes += (notes.empty() ? "" : "; ") + harmless(note.text());
  return notes.empty() ? notes : dimmed("read as: " + notes, page);
}

std::string render_doubt(const Json& reply) {
  if (!doubtful(reply)) return "";
  const double percent = std::round(100 * reply["answerable"].number());
  return std::format("Little in these meetings is about this ({} %). What comes nearest:",
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

std::string cell(const Page& page, std::string_view text, std::size_t width) {
  const bool fits = !page.whole || columns_of(text) <= width;
  return fits ? clipped(text, width, true) : std::string(text);
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
         paint(Style::dim, facts) + paint(Style::bold, page.whole ? title : clipped(title, room)) + "\n";
}

std::string render_turn(const Json& turn, const Page& page) {
  const std::string minute = minute_of(turn);
  const auto speaker = turn["speaker"].optional_text();
  std::string head = page.palette(Style::accent, clipped(minute, 8, true));
  if (speaker) head += page.palette(Style::bold, harmless(*speaker));
  return head + "\n" + indented(harmless(turn["text"].text()), page.width, 8);
}

std::string render_heading(std::string_view text, const Page& page) {
  return "\n" + page.palette(Style::bold, text) + "\n";
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

// "Anna · due 2026-12-04 · open"; nobody and no day are said as well.
std::string task_line(const Json& task, const Page& page) {
  if (!task.present()) return "";
  const auto owner = task["owner"].optional_text();
  const auto due = task["due"].optional_text();
  const auto line = joined(
      {owner ? page.palette(Style::bold, harmless(*owner)) : "unassigned",
       due ? page.palette(Style::accent, "due " + *due) : "no day", task["status"].optional_text().value_or("open")},
      " · ");
  return std::string(kIndent, ' ') + line + "\n";
}

std::string render_listed(const Json& memory, const Page& page) {
  std::string head = head_of(memory, page);
  if (memory["state"].text() == "archived") head += page.palette(Style::dim, " · archived");
  return head + "\n" + quotation_of(memory, page) + task_line(memory["metadata"]["task"], page) +
         place_of(memory, "", page) + dimmed(memory["memory_id"].text(), page) + "\n";
}

}  // namespace hebb::cli
