// A table's rows as lines that can be read without it. Private to text/. It knows no markup.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hebb {

using Cells = std::vector<std::string>;

// Whether columns tell that the rows are tasks: "Action", "Owner", "Due".
bool names_tasks(std::span<const std::string> columns);

class TableRows {
 public:
  // `section`: the heading that says what the rows are ("Decisions"), or none; `of_actions`: it names tasks.
  TableRows(Cells columns, std::string section, bool of_actions);

  // "Action items: Ben: send the draft by Friday" of a task; else "Topic: price; Result: 89 euros", behind the section
  // instead of the first column's name where there is one. Empty for a row without text.
  std::string line_of(std::span<const std::string> cells) const;

  static constexpr std::size_t kLongestColumn = 32;  // bytes; a longer name of a column is not repeated

 private:
  std::optional<std::string> task_line(std::span<const std::string> cells) const;
  std::string named_cells(std::span<const std::string> cells, std::string line, bool leave_out_task) const;

  Cells columns_;
  std::string section_;
  std::optional<std::size_t> work_, owner_, due_, status_;
};

}  // namespace hebb
