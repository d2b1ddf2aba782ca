// A native method without a library: UnsatisfiedLinkError.
// exit: 1
public class NativeMethods {
    native static int missing(int a, String b);

    native void instance();

    public static void main(String[] args) {
        try {
            new NativeMethods().instance();
        } catch (UnsatisfiedLinkError e) {
            System.out.println(e.getMessage());
        }
        try {
            System.loadLibrary("no_such_library");
        } catch (UnsatisfiedLinkError e) {
            System.out.println(e.getMessage().startsWith("no no_such_library in java.library.path"));
        }
        try {
            System.load("relative.so");
        } catch (UnsatisfiedLinkError e) {
            System.out.println(e.getMessage());
        }
        missing(1, "x");
    }
}
