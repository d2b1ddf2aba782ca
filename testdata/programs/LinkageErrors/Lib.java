public class Lib {
    public static final int CONSTANT = 1;
    public static int gone = 1;
    public static int retyped = 1;
    public static int staticField = 1;
    public int instanceField = 1;

    public Lib() {
    }

    public Lib(String s) {
    }

    static int same(int n) { return n; }
    static String removed(String s, long l) { return s + l; }
    static Object returned() { return "object"; }
    static int wasStatic() { return 1; }
    int wasInstance() { return 1; }
    static int wasPublic() { return 1; }
    static int call(Job j) { return j.first(); }
    static Object make() { return (WasInterface) () -> 1; }
    static String text() { return "text " + CONSTANT; }

    interface Job { int first(); }
    static class Removed { }
    static class Became { }
    interface WasInterface { int get(); }
    static class Open { int value() { return 1; } }
    static class Base { int fixed() { return 1; } }
    static class Concrete { }
    enum Colour { RED, GREEN }
}
