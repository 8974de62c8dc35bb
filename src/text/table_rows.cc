#include "text/table_rows.h"

#include <algorithm>
#include <utility>

#include "text/ascii.h"
#include "text/one_of.h"
#include "text/transcript_source.h"

namespace hebb {
namespace {

enum class Column { other, work, owner, due, status, number };

Column column_of(std::string_view header) {
  if (header.size() > TableRows::kLongestColumn) return Column::other;
  const std::string name = lower_ascii(trimmed(header));
  if (one_of(name,
             {"action", "actions", "action item", "action items", "action point", "action points", "task", "tasks",
              "to do", "to-do", "to-dos", "todo", "todos", "next step", "next steps", "follow-up", "follow-ups"}))
    return Column::work;
  if (one_of(name, {"owner", "owners", "who", "assignee", "assigned to", "responsible", "person responsible"}))
    return Column::owner;
  if (one_of(name, {"due", "due date", "due by", "by", "by when", "deadline", "when", "target date"}))
    return Column::due;
  if (one_of(name, {"status", "state", "done"})) return Column::status;
  return one_of(name, {"#", "no", "no.", "nr", "nr.", "id"}) ? Column::number : Column::other;
}

std::optional<std::size_t> find_column(std::span<const std::string> columns, Column kind) {
  const auto found = std::ranges::find(columns, kind, column_of);
  return found == columns.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - columns.begin()));
}

// Boxes and ticks may be drawn as emoji.
std::string_view undrawn(std::string_view cell) {
  constexpr std::string_view kAsEmoji = "\uFE0F";
  if (cell.ends_with(kAsEmoji)) cell.remove_suffix(kAsEmoji.size());
  return cell;
}

bool is_left_open(std::string_view cell, Column column) {
  cell = undrawn(cell);
  if (one_of(cell, {"", "-", "--", "\u2013", "\u2014"})) return true;
  // Elsewhere it is an answer: "Risks: none".
  const bool may_be_open = column == Column::owner || column == Column::due || column == Column::status;
  return may_be_open && one_of(lower_ascii(cell), {"?", "n/a", "none", "tbc", "tbd", "to be confirmed", "\u2610"});
}

bool says_done(std::string_view cell) {
  return one_of(lower_ascii(undrawn(cell)), {"done", "x", "yes", "closed", "complete", "completed", "finished",
                                             "\u2611", "\u2612", "\u2713", "\u2714", "\u2705"});
}

bool says_dropped(std::string_view cell) {
  return one_of(lower_ascii(cell), {"dropped", "cancelled", "canceled", "abandoned", "withdrawn", "obsolete"});
}

// "Action items, done: ". "Done on 4 March" says it as well, and stays to be read.
std::string_view label_for(std::string_view state) {
  const std::string said = lower_ascii(state);
  if (says_dropped(state)) return "Action items, dropped: ";
  const bool on_a_day =
      said.starts_with("done on ") || said.starts_with("completed on ") || said.starts_with("closed on ");
  return says_done(state) || on_a_day ? "Action items, done: " : "Action items: ";
}

// Of a column that there may not be, or that this row leaves open.
std::string_view cell_at(std::span<const std::string> cells, std::optional<std::size_t> at, Column column) {
  if (!at || *at >= cells.size()) return {};
  const std::string_view cell = trimmed(cells[*at]);
  return is_left_open(cell, column) ? std::string_view() : cell;
}

// "Friday" as "by Friday".
std::string due_phrase(std::string_view due) {
  const std::string first = lower_ascii(due.substr(0, due.find(' ')));
  const bool placed = one_of(first, {"by", "before", "until", "till", "on", "in", "within", "after", "at"});
  return (placed ? " " : " by ") + std::string(due);
}

std::string_view without_stop(std::string_view work) {
  while (!work.empty() && std::string_view(".;, ").contains(work.back())) work.remove_suffix(1);
  return work;
}

}  // namespace

bool names_tasks(std::span<const std::string> columns) {
  return find_column(columns, Column::work) &&
         (find_column(columns, Column::owner) || find_column(columns, Column::due));
}

TableRows::TableRows(Cells columns, std::string section, bool of_actions)
    : columns_(std::move(columns)), section_(std::move(section)) {
  owner_ = find_column(columns_, Column::owner);
  due_ = find_column(columns_, Column::due);
  if (!owner_ && !due_) return;
  status_ = find_column(columns_, Column::status);
  work_ = find_column(columns_, Column::work);
  if (!work_ && of_actions) work_ = find_column(columns_, Column::other);  // "What"
}

std::string TableRows::line_of(std::span<const std::string> cells) const {
  if (auto task = task_line(cells)) return std::move(*task);
  return named_cells(cells, "", false);
}

std::optional<std::string> TableRows::task_line(std::span<const std::string> cells) const {
  const auto work = without_stop(cell_at(cells, work_, Column::work));
  if (work.empty()) return std::nullopt;
  std::string line(label_for(cell_at(cells, status_, Column::status)));
  if (const auto owner = cell_at(cells, owner_, Column::owner); !owner.empty()) line.append(owner).append(": ");
  line += work;
  if (const auto due = cell_at(cells, due_, Column::due); !due.empty()) line += due_phrase(due);
  return named_cells(cells, std::move(line), true);
}

std::string TableRows::named_cells(std::span<const std::string> cells, std::string line, bool leave_out_task) const {
  bool behind_section = line.empty() && !section_.empty();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string_view column = i < columns_.size() ? trimmed(columns_[i]) : std::string_view();
    const Column kind = column_of(column);
    const std::string_view cell = cell_at(cells, i, kind);
    if (cell.empty() || (kind == Column::number && std::ranges::all_of(cell, is_digit))) continue;
    if (leave_out_task &&
        (i == work_ || i == owner_ || i == due_ || (i == status_ && (says_done(cell) || says_dropped(cell)))))
      continue;
    if (!line.empty()) line += "; ";
    if (std::exchange(behind_section, false)) {
      line.append(section_).append(": ");
    } else if (!column.empty() && column.size() <= kLongestColumn) {
      line.append(column).append(": ");
    }
    line += cell;
  }
  return line;
}

}  // namespace hebb
