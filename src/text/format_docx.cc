// Word documents: a ZIP archive (libzip) whose word/document.xml (pugixml) holds paragraphs of runs of text.
#include <zip.h>

#include <algorithm>
#include <format>
#include <memory>
#include <pugixml.hpp>
#include <utility>
#include <vector>

#include "text/format_readers.h"
#include "text/one_of.h"
#include "text/table_rows.h"
#include "text/transcript_source.h"

namespace hebb {
namespace {

constexpr const char* kDocument = "word/document.xml";

struct CloseArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

std::unexpected<Error> damaged(std::string_view what) {
  return fail(ErrorCode::invalid_argument, std::format("the Word document (.docx) cannot be read: {}", what));
}

std::unexpected<Error> too_large() {
  return fail(ErrorCode::invalid_argument,
              std::format("the Word document (.docx) unpacks to more than {} MiB, more than a transcript has",
                          kMostUnpacked >> 20));
}

Result<std::string> unpack(std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  const std::unique_ptr<zip_error_t, void (*)(zip_error_t*)> clean(&error, zip_error_fini);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) return damaged(zip_error_strerror(&error));
  const std::unique_ptr<zip_t, CloseArchive> archive(zip_open_from_source(source, ZIP_RDONLY, &error));
  if (!archive) {
    zip_source_free(source);
    return damaged(zip_error_strerror(&error));
  }
  const zip_int64_t index = zip_name_locate(archive.get(), kDocument, ZIP_FL_NOCASE);
  if (index < 0) {
    return fail(ErrorCode::invalid_argument,
                std::format("the input is a ZIP archive, but no Word document: it has no {}", kDocument));
  }
  zip_stat_t status;
  const auto place = static_cast<zip_uint64_t>(index);
  if (zip_stat_index(archive.get(), place, 0, &status) == 0 && (status.valid & ZIP_STAT_SIZE) != 0 &&
      status.size > kMostUnpacked) {
    return too_large();
  }
  const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(archive.get(), place, 0));
  if (!file) return damaged(zip_strerror(archive.get()));
  std::string xml;
  constexpr std::size_t kPiece = 1 << 16;
  for (;;) {  // the stated size may lie: only what comes out is counted
    const std::size_t before = xml.size();
    xml.resize(before + kPiece);
    const zip_int64_t got = zip_fread(file.get(), xml.data() + before, kPiece);
    if (got < 0) return damaged(zip_file_strerror(file.get()));
    xml.resize(before + static_cast<std::size_t>(got));
    if (got == 0) return xml;
    if (xml.size() > kMostUnpacked) return too_large();
  }
}

std::string_view local_name(std::string_view name) {
  return name.substr(name.find(':') + 1);  // npos + 1 is 0
}

std::string_view value_of(const pugi::xml_node& node) {
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    if (local_name(attribute.name()) == "val") return attribute.value();
  }
  return {};
}

bool is_on(const pugi::xml_node& node) {
  return !one_of(value_of(node), {"0", "false", "off", "none"});
}

std::string escaped_markdown(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("*_#-.[]()`~>!\\|+").contains(c)) out += '\\';
    out += c;
  }
  return out;
}

struct Paragraph {
  enum class Kind { text, title, heading, item };
  Kind kind = Kind::text;
  std::string text;
  bool bold = true;  // all of it
};

// Collects the text of runs; paragraphs and breaks end lines, and an empty paragraph is a blank line. What was deleted
// in a tracked change is w:delText: not here.
class TextOfDocument {
 public:
  // Documents may be of any depth: no recursion.
  void read(const pugi::xml_node& root) {
    for (pugi::xml_node node = root.first_child(); node;) {
      if (enter(node) && node.first_child()) {
        node = node.first_child();
        continue;
      }
      leave(node);
      while (!node.next_sibling()) {
        node = node.parent();
        if (!node || node == root) return end_paragraph();
        leave(node);
      }
      node = node.next_sibling();
    }
    end_paragraph();
  }
  WordText take() { return std::move(out_); }

 private:
  // Whether what is within is to be read.
  bool enter(const pugi::xml_node& node) {
    const std::string_view name = local_name(node.name());
    if (name == "moveFrom" || name == "Fallback") return false;  // the same text stands elsewhere too
    if (name.ends_with("Change")) return false;                  // w:pPrChange: what properties were before
    if (name == "p") {
      end_paragraph();
      open_ = true;
    } else if (name == "r") {
      bold_run_ = false;
    } else if (name == "b") {
      bold_run_ = local_name(node.parent().parent().name()) == "r" && is_on(node);
    } else if (name == "t") {
      add(node.child_value());
      paragraph_.bold = paragraph_.bold && bold_run_;
    } else if (name == "tab") {
      if (local_name(node.parent().name()) == "r") add("\t");
    } else if (name == "br" || name == "cr") {
      add("\n");
    } else if (name == "noBreakHyphen") {
      add("-");
    } else if (!enter_properties(name, node)) {
      enter_table(name, node);
    }
    return true;
  }

  bool enter_properties(std::string_view name, const pugi::xml_node& node) {
    using Kind = Paragraph::Kind;
    const std::string_view value = value_of(node);
    if (name == "pStyle") {
      if (value == "Title") paragraph_.kind = Kind::title;
      if (value.starts_with("Heading")) paragraph_.kind = Kind::heading;
      if (value.starts_with("ListBullet") || value.starts_with("ListNumber")) paragraph_.kind = Kind::item;
    } else if (name == "outlineLvl") {
      if (paragraph_.kind == Kind::text && value != "9") paragraph_.kind = Kind::heading;  // 9 is the body's
    } else if (name == "numId") {
      if (paragraph_.kind == Kind::text && value != "0") paragraph_.kind = Kind::item;
    } else {
      return false;
    }
    return true;
  }

  void enter_table(std::string_view name, const pugi::xml_node& node) {
    if (name == "tbl") {
      if (tables_++ > 0) return;  // one within a cell is text of the cell
      end_paragraph();
      rows_.clear();
      named_columns_ = false;
      bold_columns_ = true;
    } else if (tables_ == 1 && name == "tr") {
      rows_.emplace_back();
    } else if (tables_ == 1 && name == "tc" && !rows_.empty()) {
      rows_.back().emplace_back();
    } else if (tables_ == 1 && name == "tblHeader") {
      named_columns_ = named_columns_ || (rows_.size() == 1 && is_on(node));
    }
  }

  void leave(const pugi::xml_node& node) {
    const std::string_view name = local_name(node.name());
    if (name == "p") end_paragraph();
    if (name == "tbl" && --tables_ == 0) end_table();
  }

  void add(std::string_view text) {
    open_ = true;
    paragraph_.text += text;
  }

  void end_paragraph() {
    if (!std::exchange(open_, false)) return;
    const Paragraph paragraph = std::exchange(paragraph_, {});
    const std::string_view text = paragraph.text;
    const std::string_view kept = text.substr(0, text.find_last_not_of('\n') + 1);
    out_.lines.append(kept).append(1, '\n');
    if (tables_ > 0) {
      add_to_cell(paragraph);
    } else {
      write(paragraph);
    }
  }

  void add_to_cell(const Paragraph& paragraph) {
    if (is_blank(paragraph.text) || rows_.empty() || rows_.back().empty()) return;
    if (rows_.size() == 1) bold_columns_ = bold_columns_ && paragraph.bold;
    std::string& cell = rows_.back().back();
    if (!cell.empty()) cell += ' ';
    cell += on_one_line(paragraph.text);
  }

  static std::string on_one_line(std::string_view text) {
    std::string line(trimmed(text));
    std::ranges::replace(line, '\n', ' ');
    return line;
  }

  // A paragraph is a block of its own; items of a list stand together.
  void write(const Paragraph& paragraph) {
    using Kind = Paragraph::Kind;
    if (is_blank(paragraph.text)) return end_block();
    if (paragraph.kind != Kind::item || !in_list_) end_block();
    in_list_ = paragraph.kind == Kind::item;
    if (paragraph.kind == Kind::text) {
      LineCursor lines(paragraph.text);
      while (const auto line = lines.next())
        out_.markdown.append(escaped_markdown(trimmed(line->text))).append(1, '\n');
      return;
    }
    out_.markdown += paragraph.kind == Kind::title ? "# " : paragraph.kind == Kind::heading ? "## " : "- ";
    out_.markdown.append(escaped_markdown(on_one_line(paragraph.text))).append(1, '\n');
  }

  void end_block() {
    in_list_ = false;
    if (!out_.markdown.empty()) out_.markdown += '\n';
  }

  // Without names of columns a row is an item: "Date: 5 March" of two cells.
  void end_table() {
    std::erase_if(rows_, [](const Cells& row) { return std::ranges::all_of(row, [](auto& c) { return c.empty(); }); });
    if (rows_.empty()) return;
    end_block();
    const bool named = rows_.size() > 1 && (named_columns_ || bold_columns_ || names_tasks(rows_.front()));
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const std::string_view between = named ? " | " : rows_[i].size() == 2 ? ": " : "; ";
      std::string line;
      for (const std::string& cell : rows_[i]) {
        if (&cell != &rows_[i].front() && (named || (!line.empty() && !cell.empty()))) line += between;
        line += escaped_markdown(cell);
      }
      out_.markdown.append(named ? "| " : "- ").append(line).append(named ? " |\n" : "\n");
      if (named && i == 0) out_.markdown += "|---|\n";
    }
    end_block();
  }

  WordText out_;
  Paragraph paragraph_;
  std::vector<Cells> rows_;  // of the table that is open
  std::size_t tables_ = 0;   // how deep within tables
  bool named_columns_ = false;
  bool bold_columns_ = false;
  bool bold_run_ = false;
  bool open_ = false;
  bool in_list_ = false;
};

}  // namespace

bool looks_like_zip(std::string_view bytes) {
  return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06");
}

Result<WordText> read_docx(std::string_view bytes) {
  auto xml = unpack(bytes);
  if (!xml) return std::unexpected(xml.error());
  pugi::xml_document document;
  const auto parsed =
      document.load_buffer_inplace(xml->data(), xml->size(), pugi::parse_default | pugi::parse_ws_pcdata);
  if (!parsed) return damaged(std::format("{} is malformed: {}", kDocument, parsed.description()));
  TextOfDocument text;
  text.read(document);
  return text.take();
}

}  // namespace hebb
