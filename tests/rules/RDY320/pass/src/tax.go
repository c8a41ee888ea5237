package tax
