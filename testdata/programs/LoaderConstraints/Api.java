public class Api {
    public Part field;
    public Part get() { return new Part(); }
    public void take(Other other) { System.out.println("took " + other); }
}
