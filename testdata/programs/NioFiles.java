// java.nio.file.Files, paths, channels and buffers.
import java.io.*;
import java.nio.*;
import java.nio.channels.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.nio.file.attribute.*;
import java.util.*;
import java.util.stream.*;

public class NioFiles {
    public static void main(String[] args) throws IOException {
        Files.createDirectories(Path.of("nio", "sub", "deep"));
        Path dir = Path.of("nio");
        Path file = dir.resolve("f.txt");
        Files.writeString(file, "one\ntwo\nthrée\n");
        Files.write(file, List.of("four"), StandardOpenOption.APPEND);
        System.out.println(Files.readAllLines(file) + " " + Files.size(file) + " " + Files.readString(file).length() + " " + Files.exists(file) + Files.isDirectory(dir) + Files.notExists(dir.resolve("x")));
        Files.copy(file, dir.resolve("copy.txt"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(dir.resolve("copy.txt"), dir.resolve("sub/moved.txt"));
        try (Stream<Path> walk = Files.walk(dir)) {
            System.out.println(walk.map(p -> dir.relativize(p).toString()).sorted().toList());
        }
        try (DirectoryStream<Path> ds = Files.newDirectoryStream(dir, "*.txt")) {
            for (Path p : ds) System.out.println(p.getFileName());
        }
        try (Stream<String> lines = Files.lines(file)) {
            System.out.println(lines.map(String::toUpperCase).collect(Collectors.joining("+")));
        }
        try (BufferedWriter w = Files.newBufferedWriter(dir.resolve("w"), StandardCharsets.UTF_16LE)) {
            w.write("wide");
            w.newLine();
        }
        System.out.println(Files.size(dir.resolve("w")) + " " + Files.mismatch(file, dir.resolve("sub/moved.txt")));
        Files.createSymbolicLink(dir.resolve("link"), Path.of("f.txt"));
        System.out.println(Files.isSymbolicLink(dir.resolve("link")) + " " + Files.readSymbolicLink(dir.resolve("link")) + " " + Files.isSameFile(file, dir.resolve("link")));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        System.out.println(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) + " " + Files.getAttribute(file, "size") + " " + Files.readAttributes(file, BasicFileAttributes.class).isRegularFile() + " " + Files.isWritable(file));
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
        System.out.println(Files.getLastModifiedTime(file));
        for (int i = 0; i < 6; i++) {
            try {
                switch (i) {
                    case 0 -> Files.readString(dir.resolve("missing"));
                    case 1 -> Files.delete(dir);
                    case 2 -> Files.createDirectory(dir);
                    case 3 -> Files.createFile(file);
                    case 4 -> Path.of("nul\0");
                    case 5 -> Files.readAllBytes(dir);
                    default -> { }
                }
            } catch (IOException | InvalidPathException e) {
                System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        }
        Path p = Path.of("/a/b/../c/./d.txt");
        System.out.println(p.normalize() + " " + p.getNameCount() + " " + p.subpath(1, 3) + " " + p.getRoot() + " " + p.startsWith("/a") + " " + p.resolveSibling("e") + " " + Path.of("/a/b").relativize(Path.of("/a/c/d")) + " " + p.endsWith("d.txt") + " " + FileSystems.getDefault().getPathMatcher("glob:**.{txt,md}").matches(p));
        try (FileChannel ch = FileChannel.open(dir.resolve("ch"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer b = ByteBuffer.allocate(32).putInt(7).putLong(8).put("text".getBytes());
            b.flip();
            System.out.println(ch.write(b) + " " + ch.position() + " " + ch.size());
            ByteBuffer r = ByteBuffer.allocateDirect(8).order(ByteOrder.LITTLE_ENDIAN);
            ch.read(r, 0);
            r.flip();
            System.out.println(r.getInt() + " " + r.remaining() + " " + r);
            MappedByteBuffer map = ch.map(FileChannel.MapMode.READ_WRITE, 0, 64);
            map.putLong(40, 99);
            map.force();
            System.out.println(map.getInt(0) + " " + ch.size());
        }
        IntBuffer ib = ByteBuffer.wrap(new byte[16]).asIntBuffer();
        ib.put(1).put(2).mark();
        ib.put(3).reset();
        System.out.println(ib + " " + ib.get() + " " + ib.duplicate().clear().remaining() + " " + ib.slice().capacity() + " " + CharBuffer.wrap("chars").subSequence(1, 3));
        try {
            ByteBuffer.allocate(2).putInt(1);
        } catch (BufferOverflowException e) {
            System.out.println(e);
        }
        try {
            ByteBuffer.allocate(4).asReadOnlyBuffer().put((byte) 1);
        } catch (ReadOnlyBufferException e) {
            System.out.println(e);
        }
        List<String> visited = new ArrayList<>();
        Files.walkFileTree(dir, new SimpleFileVisitor<>() {
            @Override public FileVisitResult visitFile(Path f, BasicFileAttributes a) throws IOException {
                visited.add(f.getFileName().toString());
                Files.delete(f);
                return FileVisitResult.CONTINUE;
            }
            @Override public FileVisitResult postVisitDirectory(Path d, IOException e) throws IOException {
                Files.delete(d);
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(visited);
        System.out.println(visited + " " + Files.exists(dir));
    }
}
