public class Maker implements Makes { public Part make() { return new Part(); } }
