// java.io and java.nio.file errors: classes and messages, streams used after closing.
import java.io.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;
import java.nio.file.*;
import java.util.concurrent.Callable;

public class FileErrors {
    static void attempt(String what, Callable<?> action) {
        try {
            System.out.println(what + ": " + action.call());
        } catch (Throwable e) {
            System.out.println(what + ": " + e + (e.getCause() == null ? "" : " caused by " + e.getCause()));
        }
    }

    public static void main(String[] args) throws Exception {
        new File("fe").mkdir();
        File file = new File("fe/file");
        try (FileOutputStream out = new FileOutputStream(file)) {
            out.write(new byte[100]);
        }
        attempt("missing", () -> new FileInputStream("fe/missing"));
        attempt("missing é€", () -> new FileInputStream("fe/missing é€"));
        attempt("directory", () -> new FileInputStream("fe"));
        attempt("directory out", () -> new FileOutputStream("fe"));
        attempt("no parent", () -> new FileOutputStream("fe/none/x"));
        attempt("under file", () -> new FileInputStream("fe/file/x"));
        attempt("raf missing", () -> new RandomAccessFile("fe/missing", "r"));
        attempt("raf mode", () -> new RandomAccessFile("fe/file", "x"));
        attempt("nul", () -> new FileInputStream("fe/a\0b"));
        attempt("empty", () -> new FileInputStream(""));
        attempt("create in none", () -> new File("fe/none/x").createNewFile());
        attempt("create existing", () -> file.createNewFile());
        attempt("list file", () -> file.list());
        attempt("length missing", () -> new File("fe/missing").length());
        attempt("long name", () -> new FileInputStream("x".repeat(300)));

        FileInputStream in = new FileInputStream(file);
        in.close();
        attempt("closed read", () -> in.read());
        attempt("closed read array", () -> in.read(new byte[10]));
        attempt("closed available", () -> in.available());
        attempt("closed skip", () -> in.skip(1));
        attempt("closed nothing", () -> in.read(new byte[0]));
        attempt("bounds", () -> in.read(new byte[10], 5, 6));
        attempt("null", () -> in.read(null, 0, 1));
        attempt("closed sync", () -> { in.getFD().sync(); return null; });
        FileOutputStream out = new FileOutputStream(file, true);
        out.close();
        attempt("closed write", () -> { out.write(1); return null; });
        attempt("closed write array", () -> { out.write(new byte[9000]); return null; });
        attempt("write bounds", () -> { out.write(new byte[10], -1, 2); return null; });
        RandomAccessFile raf = new RandomAccessFile(file, "r");
        attempt("read-only write", () -> { raf.write(1); return null; });
        attempt("read-only length", () -> { raf.setLength(5); return null; });
        attempt("negative seek", () -> { raf.seek(-1); return null; });
        attempt("seek beyond", () -> { raf.seek(1000); return raf.read() + " " + raf.getFilePointer(); });
        attempt("eof", () -> raf.readInt());
        raf.close();
        attempt("closed length", () -> raf.length());
        attempt("closed pointer", () -> raf.getFilePointer());

        Path dir = Path.of("fe");
        attempt("nio missing", () -> Files.newInputStream(dir.resolve("missing")));
        attempt("nio exists", () -> Files.createFile(dir.resolve("file")));
        attempt("nio dir exists", () -> Files.createDirectory(dir));
        attempt("nio not empty", () -> { Files.delete(dir); return null; });
        attempt("nio delete missing", () -> { Files.delete(dir.resolve("missing")); return null; });
        attempt("nio not dir", () -> Files.newDirectoryStream(dir.resolve("file")));
        attempt("nio under file", () -> Files.size(dir.resolve("file/x")));
        attempt("nio copy exists", () -> Files.copy(dir.resolve("file"), dir.resolve("file2")) + " " + Files.copy(dir.resolve("file"), dir.resolve("file2")));
        attempt("nio move missing", () -> Files.move(dir.resolve("missing"), dir.resolve("x")));
        attempt("nio read link", () -> Files.readSymbolicLink(dir.resolve("file")));
        Files.createSymbolicLink(dir.resolve("loop"), Path.of("loop"));
        attempt("nio loop", () -> Files.size(dir.resolve("loop")));
        attempt("nio real", () -> dir.resolve("missing").toRealPath());
        attempt("nio nul", () -> Path.of("a\0b"));
        attempt("nio long", () -> Files.size(Path.of("y".repeat(300))));
        attempt("nio directory read", () -> Files.readAllBytes(dir));
        FileChannel channel = FileChannel.open(dir.resolve("file"), StandardOpenOption.READ);
        attempt("channel write", () -> channel.write(ByteBuffer.allocate(1)));
        attempt("channel position", () -> channel.position(-1));
        attempt("channel map", () -> channel.map(FileChannel.MapMode.READ_WRITE, 0, 10));
        attempt("channel map beyond", () -> channel.map(FileChannel.MapMode.READ_ONLY, 0, 1L << 32));
        channel.close();
        attempt("channel closed", () -> channel.size());
    }
}
