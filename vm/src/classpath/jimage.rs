//! The class library's image (`lib/modules`, a *jimage*), mapped and read in place.
//!
//! The file is a header, four index tables and the resources. A resource is named
//! `/module/parent/base.extension`; a minimal perfect hash (the redirect table) leads from the
//! name to its location, a short list of attributes that point into the string table and into
//! the resources. Two directories are kept as resources too: `/packages/java.lang` lists the
//! modules that have the package, `/modules` the modules.
//!
//! Invariants:
//! - Opening checks that every table lies within the file; afterwards each access is bounds
//!   checked, so a corrupt image gives [`JImageError`], never a panic or an endless loop.
//! - Nothing is copied or allocated unless a resource is compressed.

use std::borrow::Cow;
use std::ffi::CStr;
use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};

use memmap2::Mmap;

const MAGIC: u32 = 0xCAFE_DADA;
const VERSION_MAJOR: u32 = 1;
/// 1.1 differs from 1.0 only in one more attribute kind, which readers may skip.
const VERSION_MINOR_MAX: u32 = 1;
const HEADER_SIZE: usize = 28;
const HASH_MULTIPLIER: u32 = 0x0100_0193;

const COMPRESSED_MAGIC: u32 = 0xCAFE_FAFA;
const COMPRESSED_HEADER_SIZE: usize = 29;
/// No resource of a class library comes near this; a larger claim is a corrupt image.
const RESOURCE_SIZE_MAX: u64 = 1 << 30;
/// Decompressors are stacked; real images stack at most two.
const DECOMPRESSORS_MAX: usize = 8;

/// Why an image, or a resource in it, cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum JImageError {
    /// The file cannot be opened or mapped.
    #[error("cannot map the image {}: {source}", path.display())]
    Io {
        /// The image file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The first word is not the magic number.
    #[error("{} is not a jimage file (magic {found:#010x})", path.display())]
    Magic {
        /// The image file.
        path: PathBuf,
        /// The word found instead.
        found: u32,
    },
    /// The image was written on a machine of the other byte order.
    #[error("{} is a big-endian jimage file; only little-endian images are supported", path.display())]
    BigEndian {
        /// The image file.
        path: PathBuf,
    },
    /// A format version this reader does not know.
    #[error("jimage version {major}.{minor} is not supported (supported: 1.0 to 1.1)")]
    Version {
        /// Major version of the file.
        major: u32,
        /// Minor version of the file.
        minor: u32,
    },
    /// An index or a resource does not fit its table or the file.
    #[error("corrupt jimage file: {what}")]
    Corrupt {
        /// What is wrong.
        what: &'static str,
    },
    /// The resource was written by a decompressor that is not supported.
    #[error(
        "a resource of the image is compressed with '{name}', which is not supported \
         (supported: 'zip'); make the image with `jlink --compress=0` or `--compress=2`"
    )]
    Decompressor {
        /// The decompressor's name as the image gives it.
        name: String,
    },
    /// The compressed data of a resource are damaged.
    #[error("a compressed resource of the image is damaged: {source}")]
    Inflate {
        /// What the inflater said.
        source: io::Error,
    },
}

fn corrupt(what: &'static str) -> JImageError {
    JImageError::Corrupt { what }
}

/// The bytes of a resource: in the mapped file, or on the heap when they were compressed.
pub type Content<'a> = Cow<'a, [u8]>;

/// A mapped image.
#[derive(Debug)]
pub struct JImage {
    map: Mmap,
    path: PathBuf,
    table_length: u32,
    redirect: Range<usize>,
    offsets: Range<usize>,
    locations: Range<usize>,
    strings: Range<usize>,
    /// Where the resources begin; they extend to the end of the file.
    resources: usize,
}

/// The attributes of one resource: offsets into the string table, and where the content is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Location {
    module: u64,
    parent: u64,
    base: u64,
    extension: u64,
    offset: u64,
    /// Zero when the content is not compressed.
    compressed: u64,
    uncompressed: u64,
}

/// The name of a resource, in the parts that the image stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResourceName<'a> {
    /// The module, `java.base`.
    pub module: &'a str,
    /// The directory, `java/lang`; empty for a resource at the top of its module.
    pub parent: &'a str,
    /// The file name without its extension, `Object`.
    pub base: &'a str,
    /// The extension without its dot, `class`; empty when there is none.
    pub extension: &'a str,
}

impl JImage {
    /// Maps the image at `path` and checks its header and the extent of its tables.
    ///
    /// # Errors
    /// [`JImageError`] when the file cannot be mapped or is not a supported image.
    pub fn open(path: &Path) -> Result<Self, JImageError> {
        let io_error = |source| JImageError::Io { path: path.to_owned(), source };
        let file = File::open(path).map_err(io_error)?;
        // SAFETY: the mapping is private and read-only. As with every mapped class library, the
        // file is assumed not to be truncated while the VM runs.
        let map = unsafe { Mmap::map(&file) }.map_err(io_error)?;
        Self::new(map, path)
    }

    fn new(map: Mmap, path: &Path) -> Result<Self, JImageError> {
        let word = |slot: usize| read_u32(&map, slot * 4).ok_or(corrupt("the header is cut off"));
        match word(0)? {
            MAGIC => {}
            found if found.swap_bytes() == MAGIC => {
                return Err(JImageError::BigEndian { path: path.to_owned() });
            }
            found => return Err(JImageError::Magic { path: path.to_owned(), found }),
        }
        let (major, minor) = (word(1)? >> 16, word(1)? & 0xFFFF);
        if major != VERSION_MAJOR || minor > VERSION_MINOR_MAX {
            return Err(JImageError::Version { major, minor });
        }
        let table_length = word(4)?;
        if table_length == 0 {
            return Err(corrupt("the index is empty"));
        }
        let mut end = HEADER_SIZE;
        let mut table = |size: u64| {
            let start = end;
            end = usize::try_from(size).ok().and_then(|size| start.checked_add(size))?;
            (end <= map.len()).then_some(start..end)
        };
        let beyond = corrupt("an index table extends beyond the file");
        let index_size = u64::from(table_length) * 4;
        let tables = (
            table(index_size),
            table(index_size),
            table(u64::from(word(5)?)),
            table(u64::from(word(6)?)),
        );
        let (Some(redirect), Some(offsets), Some(locations), Some(strings)) = tables else {
            return Err(beyond);
        };
        let resources = strings.end;
        let path = path.to_owned();
        Ok(Self { map, path, table_length, redirect, offsets, locations, strings, resources })
    }

    /// The file that is mapped.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The whole mapped file, for readers written in Java.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.map
    }

    /// The class file of the class with this internal name (`java/lang/Object`), and its module.
    ///
    /// # Errors
    /// [`JImageError`] when the image is damaged or the class is stored in an unsupported form.
    pub fn find_class(
        &self,
        name: impl AsRef<[u8]>,
    ) -> Result<Option<(&str, Content<'_>)>, JImageError> {
        let name = name.as_ref();
        let Some(package_end) = name.iter().rposition(|&byte| byte == b'/') else {
            return Ok(None);
        };
        let Some(module) = self.package_module(&name[..package_end])? else {
            return Ok(None);
        };
        Ok(self.find_class_in(module, name)?.map(|bytes| (module, bytes)))
    }

    /// The class file of a class, by module and internal name.
    ///
    /// # Errors
    /// [`JImageError`] when the image is damaged or the class is stored in an unsupported form.
    pub fn find_class_in(
        &self,
        module: &str,
        name: impl AsRef<[u8]>,
    ) -> Result<Option<Content<'_>>, JImageError> {
        self.locate(module.as_bytes(), name.as_ref(), b".class")?
            .map(|location| self.content(location))
            .transpose()
    }

    /// The content of a resource, by module and path within it (`java/lang/Object.class`).
    ///
    /// # Errors
    /// [`JImageError`] when the image is damaged or the resource is stored in an unsupported form.
    pub fn find_resource(
        &self,
        module: &str,
        path: impl AsRef<[u8]>,
    ) -> Result<Option<Content<'_>>, JImageError> {
        self.locate(module.as_bytes(), path.as_ref(), b"")?
            .map(|location| self.content(location))
            .transpose()
    }

    /// The module that has the package (`java/lang` or `java.lang`) with something in it.
    ///
    /// # Errors
    /// [`JImageError`] when the image is damaged.
    pub fn package_module(&self, package: impl AsRef<[u8]>) -> Result<Option<&str>, JImageError> {
        let mut dotted = [0u8; 256];
        let package = package.as_ref();
        let Some(dotted) = dotted.get_mut(..package.len()) else {
            return Ok(None);
        };
        for (to, &from) in dotted.iter_mut().zip(package) {
            *to = if from == b'/' { b'.' } else { from };
        }
        let Some(location) = self.locate(b"packages", dotted, b"")? else {
            return Ok(None);
        };
        // Pairs of (is the package empty in this module, the module's name).
        let content = self.stored(location.offset, location.uncompressed)?;
        for pair in content.chunks_exact(8) {
            if read_u32(pair, 0) == Some(0) {
                let name = read_u32(pair, 4).ok_or(corrupt("a package entry is cut off"))?;
                return self.text(u64::from(name)).map(Some);
            }
        }
        Ok(None)
    }

    /// The names of all modules, sorted.
    ///
    /// # Errors
    /// [`JImageError`] when the image is damaged.
    pub fn modules(&self) -> Result<Vec<&str>, JImageError> {
        let root = self.locate_root(b"/modules")?.ok_or(corrupt("there is no list of modules"))?;
        let children = self.stored(root.offset, root.uncompressed)?;
        let mut names = children
            .chunks_exact(4)
            .map(|child| {
                let offset = read_u32(child, 0).ok_or(corrupt("the module list is cut off"))?;
                self.text(self.location(offset)?.base)
            })
            .collect::<Result<Vec<_>, _>>()?;
        names.sort_unstable();
        Ok(names)
    }

    /// The names of all resources that belong to a module, in the order of the index.
    pub fn resources(&self) -> impl Iterator<Item = Result<ResourceName<'_>, JImageError>> {
        (0..self.table_length).filter_map(|index| self.resource_name(index).transpose())
    }

    /// `None` for the directories `/modules` and `/packages`, which are no resources.
    fn resource_name(&self, index: u32) -> Result<Option<ResourceName<'_>>, JImageError> {
        let location = self.location(self.index_word(&self.offsets, index)?)?;
        let module = self.text(location.module)?;
        if matches!(module, "" | "modules" | "packages") {
            return Ok(None);
        }
        Ok(Some(ResourceName {
            module,
            parent: self.text(location.parent)?,
            base: self.text(location.base)?,
            extension: self.text(location.extension)?,
        }))
    }

    /// Finds `/module/path` + `tail`; a `tail` other than `""` is a dot and the extension.
    fn locate(
        &self,
        module: &[u8],
        path: &[u8],
        tail: &[u8],
    ) -> Result<Option<Location>, JImageError> {
        let Some(location) = self.candidate(&[b"/", module, b"/", path, tail])? else {
            return Ok(None);
        };
        let found = self.string(location.module)? == module
            && self.names_path(&location, path, tail)?.is_some();
        Ok(found.then_some(location))
    }

    /// Whether a location's parent, base and extension spell `path` + `tail`.
    fn names_path(
        &self,
        location: &Location,
        path: &[u8],
        tail: &[u8],
    ) -> Result<Option<()>, JImageError> {
        let parent = self.string(location.parent)?;
        let base = self.string(location.base)?;
        let extension = self.string(location.extension)?;
        Ok((|| {
            let mut rest = path;
            if !parent.is_empty() {
                rest = rest.strip_prefix(parent)?.strip_prefix(b"/")?;
            }
            rest = rest.strip_prefix(base)?;
            // One of the two is empty in every name that can match.
            let suffix = if tail.is_empty() { rest } else { tail };
            let whole = tail.is_empty() || rest.is_empty();
            let named = match extension {
                b"" => suffix.is_empty(),
                _ => suffix.strip_prefix(b".")? == extension,
            };
            (whole && named).then_some(())
        })())
    }

    /// Finds one of the two directories at the top, whose whole name is the location's base.
    fn locate_root(&self, name: &[u8]) -> Result<Option<Location>, JImageError> {
        let Some(location) = self.candidate(&[name])? else {
            return Ok(None);
        };
        let found = self.string(location.module)?.is_empty()
            && self.string(location.parent)?.is_empty()
            && self.string(location.base)? == name;
        Ok(found.then_some(location))
    }

    /// The only location that can have this name, by the perfect hash.
    fn candidate(&self, name: &[&[u8]]) -> Result<Option<Location>, JImageError> {
        let slot = hash(name, HASH_MULTIPLIER) % self.table_length;
        let redirect = self.index_word(&self.redirect, slot)?.cast_signed();
        let index = match redirect {
            0 => return Ok(None),
            // The slot had a single name: its index, complemented.
            ..0 => (-1 - redirect).cast_unsigned(),
            // The seed that separates the names of the slot.
            1.. => hash(name, redirect.cast_unsigned()) % self.table_length,
        };
        self.location(self.index_word(&self.offsets, index)?).map(Some)
    }

    fn index_word(&self, table: &Range<usize>, index: u32) -> Result<u32, JImageError> {
        usize::try_from(index)
            .ok()
            .and_then(|index| read_u32(&self.map[table.clone()], index.checked_mul(4)?))
            .ok_or(corrupt("an index lies outside its table"))
    }

    /// Decodes the attributes at `offset`: bytes `kind << 3 | length - 1`, then big-endian values.
    fn location(&self, offset: u32) -> Result<Location, JImageError> {
        let cut_off = || corrupt("a location is cut off");
        let table = &self.map[self.locations.clone()];
        let mut rest =
            usize::try_from(offset).ok().and_then(|at| table.get(at..)).ok_or_else(cut_off)?;
        let mut location = Location::default();
        loop {
            let (&head, tail) = rest.split_first().ok_or_else(cut_off)?;
            let kind = head >> 3;
            if kind == 0 {
                return Ok(location);
            }
            let (value, tail) =
                tail.split_at_checked(usize::from(head & 7) + 1).ok_or_else(cut_off)?;
            let value = value.iter().fold(0, |sum, &byte| sum << 8 | u64::from(byte));
            rest = tail;
            match kind {
                1 => location.module = value,
                2 => location.parent = value,
                3 => location.base = value,
                4 => location.extension = value,
                5 => location.offset = value,
                6 => location.compressed = value,
                7 => location.uncompressed = value,
                // Preview flags (1.1): the plain resource is found under its plain name.
                8 => {}
                _ => return Err(corrupt("a location has an attribute of an unknown kind")),
            }
        }
    }

    fn string(&self, offset: u64) -> Result<&[u8], JImageError> {
        usize::try_from(offset)
            .ok()
            .and_then(|offset| self.map[self.strings.clone()].get(offset..))
            .and_then(|tail| CStr::from_bytes_until_nul(tail).ok())
            .map(CStr::to_bytes)
            .ok_or(corrupt("a string lies outside the string table"))
    }

    fn text(&self, offset: u64) -> Result<&str, JImageError> {
        str::from_utf8(self.string(offset)?).map_err(|_| corrupt("a name is not UTF-8"))
    }

    /// Bytes of the resource area as they are stored.
    fn stored(&self, offset: u64, size: u64) -> Result<&[u8], JImageError> {
        let slice = || {
            let start = self.resources.checked_add(usize::try_from(offset).ok()?)?;
            let end = start.checked_add(usize::try_from(size).ok()?)?;
            self.map.get(start..end)
        };
        slice().ok_or(corrupt("a resource extends beyond the file"))
    }

    fn content(&self, location: Location) -> Result<Content<'_>, JImageError> {
        if location.compressed == 0 {
            return self.stored(location.offset, location.uncompressed).map(Cow::Borrowed);
        }
        let mut content = Cow::Borrowed(self.stored(location.offset, location.compressed)?);
        for _ in 0..DECOMPRESSORS_MAX {
            if read_u32(&content, 0) != Some(COMPRESSED_MAGIC) {
                if content.len() as u64 != location.uncompressed {
                    return Err(corrupt("a resource does not have the size it should have"));
                }
                return Ok(content);
            }
            content = Cow::Owned(self.decompress(&content)?);
        }
        Err(corrupt("a resource is compressed too many times"))
    }

    /// Undoes the outermost compression of a resource.
    fn decompress(&self, content: &[u8]) -> Result<Vec<u8>, JImageError> {
        let cut_off = || corrupt("a compressed resource is cut off");
        let field = |at| read_u64(content, at).ok_or_else(cut_off);
        let (compressed, uncompressed) = (field(4)?, field(12)?);
        let name = read_u32(content, 20).ok_or_else(cut_off)?;
        let data = content
            .get(COMPRESSED_HEADER_SIZE..)
            .and_then(|data| data.get(..usize::try_from(compressed).ok()?))
            .ok_or_else(cut_off)?;
        let name = self.text(u64::from(name))?;
        if name != "zip" {
            return Err(JImageError::Decompressor { name: name.to_owned() });
        }
        if uncompressed > RESOURCE_SIZE_MAX {
            return Err(corrupt("a compressed resource is larger than a resource can be"));
        }
        let mut inflated = Vec::new();
        flate2::read::ZlibDecoder::new(data)
            .take(uncompressed)
            .read_to_end(&mut inflated)
            .map_err(|source| JImageError::Inflate { source })?;
        if inflated.len() as u64 != uncompressed {
            return Err(corrupt("a compressed resource is shorter than it should be"));
        }
        Ok(inflated)
    }
}

/// The hash of a name given in parts.
fn hash(name: &[&[u8]], seed: u32) -> u32 {
    let mut hash = seed;
    for part in name {
        for &byte in *part {
            hash = hash.wrapping_mul(HASH_MULTIPLIER) ^ u32::from(byte);
        }
    }
    hash & 0x7FFF_FFFF
}

fn read_u32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}

fn read_u64(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().copied().map(u64::from_le_bytes)
}

#[cfg(test)]
#[path = "jimage_tests.rs"]
mod tests;
