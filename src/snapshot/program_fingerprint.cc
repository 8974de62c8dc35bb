#include <elf.h>
#include <link.h>

#include <cstring>
#include <string_view>

#include "base/digest.h"
#include "snapshot/snapshot.h"

namespace hebb {
namespace {

// The linker's digest of an object, in its notes (NT_GNU_BUILD_ID); empty where it left none.
std::string_view build_id_of(const dl_phdr_info& object) {
  for (int i = 0; i < object.dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = object.dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the loader tells addresses as numbers
    const auto* at = reinterpret_cast<const char*>(object.dlpi_addr + segment.p_vaddr);
    const auto padded = [](std::size_t bytes) { return (bytes + 3) / 4 * 4; };
    for (std::string_view notes(at, segment.p_memsz); notes.size() > sizeof(ElfW(Nhdr));) {
      ElfW(Nhdr) note;
      std::memcpy(&note, notes.data(), sizeof note);
      notes.remove_prefix(sizeof note);
      if (padded(note.n_namesz) + note.n_descsz > notes.size()) break;
      const auto name = notes.substr(0, note.n_namesz);
      notes.remove_prefix(padded(note.n_namesz));
      if (note.n_type == NT_GNU_BUILD_ID && name == std::string_view("GNU\0", 4)) return notes.substr(0, note.n_descsz);
      notes.remove_prefix(std::min(notes.size(), padded(note.n_descsz)));
    }
  }
  return {};
}

struct Found {
  Sha256 hash;
  bool program = false;  // it has a build id
};

// The program itself, which has no name, and the libraries that say what a word is.
int take(dl_phdr_info* object, std::size_t, void* found_at) {
  auto& found = *static_cast<Found*>(found_at);
  const std::string_view name(object->dlpi_name);
  if (!name.empty() && !name.contains("utf8proc") && !name.contains("stemmer")) return 0;
  const auto id = build_id_of(*object);
  found.hash.field(id);
  found.program = found.program || (name.empty() && !id.empty());
  return 0;
}

}  // namespace

std::optional<std::array<std::uint8_t, 32>> program_fingerprint() {
  static const auto fingerprint = []() -> std::optional<std::array<std::uint8_t, 32>> {
    Found found;
    ::dl_iterate_phdr(take, &found);
    return found.program ? std::optional(found.hash.finish()) : std::nullopt;
  }();
  return fingerprint;
}

}  // namespace hebb
