#include "store/sqlite/fault_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <mutex>
#include <new>
#include <stdexcept>
#include <vector>

namespace hebb::sqlite {
namespace {

// What happened to a file since its last sync. A truncation has no bytes.
struct Unsynced {
  sqlite3_int64 offset = 0;
  std::string bytes;
  bool truncation = false;
};

struct TrackedFile {
  std::string synced;  // its content at the last sync
  std::vector<Unsynced> unsynced;
};

void apply(std::string& content, const Unsynced& change) {
  const auto offset = static_cast<std::size_t>(change.offset);
  if (change.truncation) return content.resize(offset);
  if (content.size() < offset + change.bytes.size()) content.resize(offset + change.bytes.size());
  content.replace(offset, change.bytes.size(), change.bytes);
}

}  // namespace

struct FaultVfs::State {
  sqlite3_vfs vfs{};
  sqlite3_vfs* system = nullptr;
  std::string name;
  mutable std::mutex mutex;
  // Guarded by mutex.
  int until_fault = 0;  // 0: none to come
  Fault fault = Fault::io_error;
  bool lasting = false;
  bool fired = false;
  int operations = 0;
  std::map<std::string, TrackedFile> files;

  bool full_now() const { return fired && lasting && fault == Fault::disk_full; }
  bool fails_now(bool is_write) {
    ++operations;
    if (fired && lasting) return fault != Fault::disk_full || is_write;
    if (until_fault == 0) return false;
    if (--until_fault > 0) return false;
    if (fault == Fault::disk_full && !is_write) {
      until_fault = 1;  // the next write then
      return false;
    }
    fired = true;
    return true;
  }
};

namespace {

using State = FaultVfs::State;

struct FaultFile {
  sqlite3_file base;
  State* state;
  std::string* path;
  sqlite3_file* system;  // lies behind this struct
};

FaultFile* cast(sqlite3_file* file) {
  return reinterpret_cast<FaultFile*>(file);
}
sqlite3_file* system_of(sqlite3_file* file) {
  return cast(file)->system;
}

int close_file(sqlite3_file* file) {
  const int code = system_of(file)->pMethods->xClose(system_of(file));
  delete cast(file)->path;
  return code;
}
int read_file(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
  return system_of(file)->pMethods->xRead(system_of(file), to, size, offset);
}
int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
  State& state = *cast(file)->state;
  const std::lock_guard lock(state.mutex);
  const bool fails = state.fails_now(true);
  if (fails && state.fault == FaultVfs::Fault::disk_full) return SQLITE_FULL;
  if (fails && state.fault == FaultVfs::Fault::io_error) return SQLITE_IOERR_WRITE;
  const int written = fails ? size / 2 : size;
  const int code = system_of(file)->pMethods->xWrite(system_of(file), from, written, offset);
  state.files[*cast(file)->path].unsynced.push_back(
      {offset, std::string(static_cast<const char*>(from), static_cast<std::size_t>(written)), false});
  return fails ? SQLITE_IOERR_WRITE : code;
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  State& state = *cast(file)->state;
  const std::lock_guard lock(state.mutex);
  if (state.fails_now(false)) return SQLITE_IOERR_TRUNCATE;
  state.files[*cast(file)->path].unsynced.push_back({size, {}, true});
  return system_of(file)->pMethods->xTruncate(system_of(file), size);
}
// Only noted: no test of ours waits for a real disk.
int sync_file(sqlite3_file* file, int) {
  State& state = *cast(file)->state;
  const std::lock_guard lock(state.mutex);
  if (state.fails_now(false)) return SQLITE_IOERR_FSYNC;
  auto& tracked = state.files[*cast(file)->path];
  for (const Unsynced& change : tracked.unsynced) apply(tracked.synced, change);
  tracked.unsynced.clear();
  return SQLITE_OK;
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return system_of(file)->pMethods->xFileSize(system_of(file), size);
}
int lock_file(sqlite3_file* file, int level) {
  return system_of(file)->pMethods->xLock(system_of(file), level);
}
int unlock_file(sqlite3_file* file, int level) {
  return system_of(file)->pMethods->xUnlock(system_of(file), level);
}
int check_reserved_lock(sqlite3_file* file, int* held) {
  return system_of(file)->pMethods->xCheckReservedLock(system_of(file), held);
}
int file_control(sqlite3_file* file, int operation, void* argument) {
  return system_of(file)->pMethods->xFileControl(system_of(file), operation, argument);
}
int sector_size(sqlite3_file* file) {
  return system_of(file)->pMethods->xSectorSize(system_of(file));
}
int device_characteristics(sqlite3_file* file) {
  return system_of(file)->pMethods->xDeviceCharacteristics(system_of(file));
}
int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
  State& state = *cast(file)->state;
  const std::lock_guard lock(state.mutex);
  if (extend != 0 && state.full_now()) {
    errno = ENOSPC;
    return SQLITE_IOERR_SHMSIZE;
  }
  return system_of(file)->pMethods->xShmMap(system_of(file), page, size, extend, memory);
}
int shm_lock(sqlite3_file* file, int offset, int n, int flags) {
  return system_of(file)->pMethods->xShmLock(system_of(file), offset, n, flags);
}
void shm_barrier(sqlite3_file* file) {
  system_of(file)->pMethods->xShmBarrier(system_of(file));
}
int shm_unmap(sqlite3_file* file, int remove) {
  return system_of(file)->pMethods->xShmUnmap(system_of(file), remove);
}

constexpr sqlite3_io_methods kMethods{
    .iVersion = 2,  // without memory-mapped reading
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_reserved_lock,
    .xFileControl = file_control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = device_characteristics,
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  auto* state = static_cast<State*>(vfs->pAppData);
  auto* opened = cast(file);
  opened->base.pMethods = nullptr;
  opened->state = state;
  opened->system = reinterpret_cast<sqlite3_file*>(opened + 1);
  const int code = state->system->xOpen(state->system, name, opened->system, flags, flags_out);
  if (opened->system->pMethods == nullptr) return code;
  opened->path = new std::string(name == nullptr ? "" : name);
  opened->base.pMethods = &kMethods;
  return code;
}
int delete_file(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  auto* state = static_cast<State*>(vfs->pAppData);
  const std::lock_guard lock(state->mutex);
  state->files.erase(name);
  return state->system->xDelete(state->system, name, sync_folder);
}

}  // namespace

FaultVfs::FaultVfs() : state_(std::make_unique<State>()) {
  State& state = *state_;
  state.system = sqlite3_vfs_find(nullptr);
  state.vfs = *state.system;  // what is not replaced here does not look at its first argument
  state.name = "fault-" + std::to_string(reinterpret_cast<std::uintptr_t>(this));
  state.vfs.pNext = nullptr;
  state.vfs.zName = state.name.c_str();
  state.vfs.pAppData = &state;
  state.vfs.szOsFile = static_cast<int>(sizeof(FaultFile)) + state.system->szOsFile;
  state.vfs.xOpen = open_file;
  state.vfs.xDelete = delete_file;
  if (sqlite3_vfs_register(&state.vfs, 0) != SQLITE_OK) throw std::runtime_error("cannot register a VFS");
}

FaultVfs::~FaultVfs() {
  sqlite3_vfs_unregister(&state_->vfs);
}

const std::string& FaultVfs::name() const {
  return state_->name;
}

void FaultVfs::fail_at(int n, Fault fault, bool lasting) {
  const std::lock_guard lock(state_->mutex);
  state_->until_fault = n;
  state_->fault = fault;
  state_->lasting = lasting;
  state_->fired = false;
}

void FaultVfs::fail_from_now(Fault fault) {
  const std::lock_guard lock(state_->mutex);
  state_->fault = fault;
  state_->lasting = true;
  state_->fired = true;
}

void FaultVfs::heal() {
  const std::lock_guard lock(state_->mutex);
  state_->until_fault = 0;
  state_->lasting = false;
}

bool FaultVfs::fired() const {
  const std::lock_guard lock(state_->mutex);
  return state_->fired;
}

int FaultVfs::operations() const {
  const std::lock_guard lock(state_->mutex);
  return state_->operations;
}

void FaultVfs::leave_after_power_loss(const std::filesystem::path& folder, std::mt19937& random) const {
  const std::lock_guard lock(state_->mutex);
  for (const auto& [path, file] : state_->files) {
    std::string content = file.synced;
    const auto luck = random() % 3;  // nothing of the rest, everything, or some of it
    for (Unsynced change : file.unsynced) {
      if (luck == 0 || (luck == 2 && random() % 2 == 0)) continue;
      if (luck == 2 && !change.truncation && random() % 4 == 0) change.bytes.resize(random() % change.bytes.size());
      apply(content, change);
    }
    std::ofstream(folder / std::filesystem::path(path).filename(), std::ios::binary) << content;
  }
}

}  // namespace hebb::sqlite
