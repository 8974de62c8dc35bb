#include "access/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yyjson.h>

#include <cerrno>
#include <cstring>
#include <format>
#include <memory>

#include "base/private_file.h"
#include "base/system_error.h"

namespace hebb::access {
namespace {

constexpr std::int64_t kFormat = 1;

struct FreeDocument {
  void operator()(yyjson_doc* document) const { yyjson_doc_free(document); }
  void operator()(yyjson_mut_doc* document) const { yyjson_mut_doc_free(document); }
};

std::unexpected<Error> failed(const char* action, const std::filesystem::path& file, int error) {
  return fail(code_until_mended(error), std::format("cannot {} {}: {}", action, file.string(), std::strerror(error)));
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

std::optional<std::string> text_at(yyjson_val* object, const char* name) {
  yyjson_val* value = yyjson_obj_get(object, name);
  if (!yyjson_is_str(value)) return std::nullopt;
  return std::string(yyjson_get_str(value), yyjson_get_len(value));
}

// False when it is there and is no instant.
bool read_instant(yyjson_val* object, const char* name, std::optional<Instant>& out) {
  if (yyjson_obj_get(object, name) == nullptr) return true;
  const auto text = text_at(object, name);
  const auto instant = text ? parse_rfc3339(*text) : std::nullopt;
  if (instant) out = *instant;
  return instant.has_value();
}

std::optional<Digest> digest_from(std::string_view hex) {
  Digest digest{};
  if (hex.size() != 2 * digest.size()) return std::nullopt;
  const auto value = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const int high = value(hex[2 * i]), low = value(hex[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    digest[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return digest;
}

bool read_projects(yyjson_val* object, ProjectSet& out) {
  yyjson_val* list = yyjson_obj_get(object, "projects");
  if (list == nullptr) return true;
  if (!yyjson_is_arr(list)) return false;
  std::vector<std::string> names;
  yyjson_arr_iter items = yyjson_arr_iter_with(list);
  while (yyjson_val* item = yyjson_arr_iter_next(&items)) {
    if (!yyjson_is_str(item)) return false;
    names.emplace_back(yyjson_get_str(item), yyjson_get_len(item));
  }
  out = ProjectSet(std::move(names));
  return true;
}

std::optional<StoredKey> key_from(yyjson_val* object) {
  const auto id = text_at(object, "id"), name = text_at(object, "name"), scope = text_at(object, "scope"),
             digest = text_at(object, "sha256");
  if (!id || !name || !scope || !digest) return std::nullopt;
  StoredKey stored{.key = {.id = *id, .name = *name}};
  const auto known_scope = parse_scope(*scope);
  const auto known_digest = digest_from(*digest);
  std::optional<Instant> created;
  const bool good = known_scope && known_digest && read_projects(object, stored.key.projects) &&
                    read_instant(object, "created_at", created) && created &&
                    read_instant(object, "expires_at", stored.key.expires_at) &&
                    read_instant(object, "revoked_at", stored.key.revoked_at) &&
                    read_instant(object, "last_used_at", stored.key.last_used_at);
  if (!good) return std::nullopt;
  stored.key.scope = *known_scope;
  stored.key.created_at = *created;
  stored.digest = *known_digest;
  return stored;
}

void add_text(yyjson_mut_doc* document, yyjson_mut_val* object, const char* name, const std::string& text) {
  yyjson_mut_obj_add_strncpy(document, object, name, text.data(), text.size());
}

void add_instant(yyjson_mut_doc* document, yyjson_mut_val* object, const char* name,
                 const std::optional<Instant>& instant) {
  if (instant) add_text(document, object, name, rfc3339(*instant));
}

yyjson_mut_val* object_of(yyjson_mut_doc* document, const StoredKey& stored) {
  const ApiKey& key = stored.key;
  yyjson_mut_val* object = yyjson_mut_obj(document);
  add_text(document, object, "id", key.id);
  add_text(document, object, "name", key.name);
  add_text(document, object, "scope", std::string(to_string(key.scope)));
  if (!key.projects.all()) {
    yyjson_mut_val* projects = yyjson_mut_obj_add_arr(document, object, "projects");
    for (const auto& name : key.projects.names()) {
      yyjson_mut_arr_add_strncpy(document, projects, name.data(), name.size());
    }
  }
  add_text(document, object, "sha256", to_hex(stored.digest));
  add_instant(document, object, "created_at", key.created_at);
  add_instant(document, object, "expires_at", key.expires_at);
  add_instant(document, object, "revoked_at", key.revoked_at);
  add_instant(document, object, "last_used_at", key.last_used_at);
  return object;
}

}  // namespace

std::string text_of(const std::vector<StoredKey>& keys) {
  const std::unique_ptr<yyjson_mut_doc, FreeDocument> document(yyjson_mut_doc_new(nullptr));
  if (!document) throw std::bad_alloc();
  yyjson_mut_val* root = yyjson_mut_obj(document.get());
  yyjson_mut_doc_set_root(document.get(), root);
  yyjson_mut_obj_add_int(document.get(), root, "format", kFormat);
  yyjson_mut_val* list = yyjson_mut_obj_add_arr(document.get(), root, "keys");
  for (const StoredKey& key : keys) yyjson_mut_arr_append(list, object_of(document.get(), key));
  std::size_t size = 0;
  const std::unique_ptr<char, decltype(&std::free)> text(yyjson_mut_write(document.get(), YYJSON_WRITE_PRETTY, &size),
                                                         &std::free);
  if (!text) throw std::bad_alloc();
  return std::string(text.get(), size) + "\n";
}

Result<std::vector<StoredKey>> keys_from(std::string_view text) {
  const std::unique_ptr<yyjson_doc, FreeDocument> document(yyjson_read(text.data(), text.size(), YYJSON_READ_NOFLAG));
  yyjson_val* root = document ? yyjson_doc_get_root(document.get()) : nullptr;
  yyjson_val* list = yyjson_obj_get(root, "keys");
  if (!yyjson_is_arr(list)) return fail(ErrorCode::corruption, "it is no list of keys");
  if (yyjson_get_sint(yyjson_obj_get(root, "format")) != kFormat) {
    return fail(ErrorCode::corruption, "its format is not 1; a newer Hebb may have written it");
  }
  std::vector<StoredKey> keys;
  yyjson_arr_iter items = yyjson_arr_iter_with(list);
  while (yyjson_val* item = yyjson_arr_iter_next(&items)) {
    auto key = key_from(item);
    if (!key) return fail(ErrorCode::corruption, std::format("key {} of it is incomplete", keys.size() + 1));
    keys.push_back(std::move(*key));
  }
  return keys;
}

Result<void> replace_file(const std::filesystem::path& file, std::string_view text) {
  if (auto written = write_private_file(file, text); !written) return written;
  const Descriptor folder(::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.number() < 0 || ::fsync(folder.number()) != 0) return failed("write", file, errno);
  return {};
}

Result<std::optional<std::string>> read_file(const std::filesystem::path& file, std::size_t most_bytes) {
  const Descriptor from(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (from.number() < 0 && errno == ENOENT) return std::nullopt;
  if (from.number() < 0) return failed("read", file, errno);
  std::string text;
  std::string part(64 << 10, '\0');
  for (;;) {
    const ssize_t got = ::read(from.number(), part.data(), part.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed("read", file, errno);
    if (got == 0) return text;
    text.append(part, 0, static_cast<std::size_t>(got));
    if (text.size() > most_bytes) {
      return fail(ErrorCode::corruption, std::format("{} has more than {} bytes", file.string(), most_bytes));
    }
  }
}

}  // namespace hebb::access
