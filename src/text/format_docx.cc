// Word documents: a ZIP archive (libzip) whose word/document.xml (pugixml) holds paragraphs of runs of text.
#include <zip.h>

#include <format>
#include <memory>
#include <pugixml.hpp>

#include "text/format_readers.h"

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

// Appends the text of runs; paragraphs and breaks end lines. What was deleted in a tracked change is w:delText: not
// here.
class TextOfDocument : public pugi::xml_tree_walker {
 public:
  bool for_each(pugi::xml_node& node) override {
    const std::string_view name = local_name(node);
    if (name == "p") {
      if (!text_.empty() && text_.back() != '\n') text_ += '\n';
    } else if (name == "t") {
      text_ += node.child_value();
    } else if (name == "tab") {
      if (local_name(node.parent()) == "r") text_ += '\t';
    } else if (name == "br" || name == "cr") {
      text_ += '\n';
    } else if (name == "noBreakHyphen") {
      text_ += '-';
    }
    return true;
  }
  std::string take() { return std::move(text_); }

 private:
  static std::string_view local_name(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    return name.substr(name.find(':') + 1);  // npos + 1 is 0
  }

  std::string text_;
};

}  // namespace

bool looks_like_zip(std::string_view bytes) {
  return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06");
}

Result<std::string> read_docx(std::string_view bytes) {
  auto xml = unpack(bytes);
  if (!xml) return std::unexpected(xml.error());
  pugi::xml_document document;
  const auto parsed =
      document.load_buffer_inplace(xml->data(), xml->size(), pugi::parse_default | pugi::parse_ws_pcdata);
  if (!parsed) return damaged(std::format("{} is malformed: {}", kDocument, parsed.description()));
  TextOfDocument text;
  document.traverse(text);
  return text.take();
}

}  // namespace hebb
