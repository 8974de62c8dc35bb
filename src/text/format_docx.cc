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
#include "text/transcript_speakers.h"
#include "text/word_styles.h"

namespace hebb {
namespace {

constexpr const char* kDocument = "word/document.xml";
constexpr const char* kStyles = "word/styles.xml";
constexpr std::size_t kLongestSection = 40;  // bytes, of a heading in bold

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

struct Archive {
  zip_error_t error;
  std::unique_ptr<zip_t, CloseArchive> zip;

  Archive() { zip_error_init(&error); }
  ~Archive() { zip_error_fini(&error); }
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;
};

Result<void> open_archive(std::string_view bytes, Archive& archive) {
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &archive.error);
  if (source == nullptr) return damaged(zip_error_strerror(&archive.error));
  archive.zip.reset(zip_open_from_source(source, ZIP_RDONLY, &archive.error));
  if (archive.zip) return {};
  zip_source_free(source);
  return damaged(zip_error_strerror(&archive.error));
}

// Nothing where there is no such member.
Result<std::optional<std::string>> unpack(zip_t* archive, const char* name) {
  const zip_int64_t index = zip_name_locate(archive, name, ZIP_FL_NOCASE);
  if (index < 0) return std::nullopt;
  zip_stat_t status;
  const auto place = static_cast<zip_uint64_t>(index);
  if (zip_stat_index(archive, place, 0, &status) == 0 && (status.valid & ZIP_STAT_SIZE) != 0 &&
      status.size > kMostUnpacked) {
    return too_large();
  }
  const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(archive, place, 0));
  if (!file) return damaged(zip_strerror(archive));
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

std::string escaped_markdown(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("*_#-.[]()`~>!\\|+").contains(c)) out += '\\';
    out += c;
  }
  return out;
}

struct Paragraph {
  ParagraphKind kind = ParagraphKind::text;
  std::string text;
  bool bold = true;  // all of it
};

// In bold, and no sentence.
bool is_like_heading(const Paragraph& paragraph, std::size_t longest) {
  const std::string_view text = trimmed(paragraph.text);
  if (!paragraph.bold || text.empty() || text.size() > longest) return false;
  return text.find_first_of("\n:;!?") >= text.size() - 1 && !std::string_view(";!?.,").contains(text.back());
}

// "Launch meeting" above all else; a name there is none.
bool is_bold_title(const Paragraph& paragraph) {
  constexpr std::size_t kLongestTitle = 80;  // bytes
  if (!is_like_heading(paragraph, kLongestTitle)) return false;
  const std::string last = lower_ascii(trimmed(paragraph.text));
  const bool of_meeting = one_of(last.substr(last.find_last_of(' ') + 1),
                                 {"call", "interview", "meeting", "minutes", "notes", "review", "sync", "workshop"});
  return of_meeting || std::ranges::count(last, ' ') > 2 || !is_proper_name(trimmed(paragraph.text));
}

// Only what surely is one, since a heading's own words are no turn: "Motion carried" and "Jonas" are bold too.
bool is_bold_section(const Paragraph& paragraph) {
  if (!is_like_heading(paragraph, kLongestSection)) return false;
  std::string text = lower_ascii(trimmed(paragraph.text));
  if (text.ends_with(':')) text.pop_back();
  return names_items(text) ||
         one_of(text, {"agenda",      "any other business", "aob",          "apologies",    "attendance",
                       "attendees",   "background",         "conclusion",   "conclusions",  "context",
                       "discussion",  "introduction",       "minutes",      "next meeting", "notes",
                       "open points", "overview",           "participants", "present",      "summary",
                       "topics",      "transcript"});
}

// Collects the text of runs; paragraphs and breaks end lines, and an empty paragraph is a blank line. What was deleted
// in a tracked change is w:delText: not here.
class TextOfDocument {
 public:
  explicit TextOfDocument(const WordStyles& styles) : styles_(&styles) {}

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
      paragraph_.bold = paragraph_.bold && (bold_run_ || is_blank(node.child_value()));
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
    using Kind = ParagraphKind;
    const std::string_view value = value_of(node);
    if (name == "pStyle") {
      if (const Kind kind = styles_->kind_of(value); kind != Kind::text) paragraph_.kind = kind;
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
  void write(Paragraph paragraph) {
    using Kind = ParagraphKind;
    if (is_blank(paragraph.text)) return end_block();
    if (paragraph.kind == Kind::text) paragraph.kind = kind_in_bold(paragraph);
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

  // What else stands in bold ends a section of such a heading, so that its items are not those below, and is text.
  ParagraphKind kind_in_bold(const Paragraph& paragraph) {
    using Kind = ParagraphKind;
    const bool first = out_.markdown.empty();
    if (is_bold_section(paragraph)) {
      bold_section_ = true;
      return first ? Kind::title : Kind::heading;
    }
    if (first && is_bold_title(paragraph)) return Kind::title;
    if (bold_section_ && is_like_heading(paragraph, kLongestSection)) {
      end_block();
      out_.markdown.append("## ").append(escaped_markdown(trimmed(paragraph.text))).append(1, '\n');
      bold_section_ = false;
    }
    return Kind::text;
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

  const WordStyles* styles_;
  WordText out_;
  Paragraph paragraph_;
  std::vector<Cells> rows_;  // of the table that is open
  std::size_t tables_ = 0;   // how deep within tables
  bool named_columns_ = false;
  bool bold_columns_ = false;
  bool bold_run_ = false;
  bool bold_section_ = false;  // below such a heading
  bool open_ = false;
  bool in_list_ = false;
};

}  // namespace

bool looks_like_zip(std::string_view bytes) {
  return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06");
}

Result<WordText> read_docx(std::string_view bytes) {
  Archive archive;
  if (const auto opened = open_archive(bytes, archive); !opened) return std::unexpected(opened.error());
  auto xml = unpack(archive.zip.get(), kDocument);
  if (!xml) return std::unexpected(xml.error());
  if (!*xml) {
    return fail(ErrorCode::invalid_argument,
                std::format("the input is a ZIP archive, but no Word document: it has no {}", kDocument));
  }
  pugi::xml_document document;
  const auto parsed =
      document.load_buffer_inplace((*xml)->data(), (*xml)->size(), pugi::parse_default | pugi::parse_ws_pcdata);
  if (!parsed) return damaged(std::format("{} is malformed: {}", kDocument, parsed.description()));
  const auto styles = unpack(archive.zip.get(), kStyles);  // without them the document can be read too
  const WordStyles known(styles ? styles->value_or("") : "");
  TextOfDocument text(known);
  text.read(document);
  return text.take();
}

}  // namespace hebb
